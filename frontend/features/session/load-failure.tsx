import { explain } from "@/shared/explain";
import { Icon } from "@/ui/icon";

import { useOnline } from "./api-provider";

export function LoadFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const online = useOnline();
  return (
    <div className="empty" role="alert">
      <Icon name="offline" />
      <h2>This could not be loaded</h2>
      <p className="quiet">{online ? explain(error) : "It comes by itself as soon as the connection is back."}</p>
      <button className="button" onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}
