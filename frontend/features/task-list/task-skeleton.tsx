export function TaskSkeleton() {
  return (
    <div className="rows rows--skeleton" role="status">
      <span className="visually-hidden">Loading your tasks</span>
      {["long", "short", "middle", "long", "short"].map((width, index) => (
        <div className="row" key={index}>
          <span className="skeleton skeleton--check" />
          <span className={`skeleton skeleton--text skeleton--${width}`} />
        </div>
      ))}
    </div>
  );
}
