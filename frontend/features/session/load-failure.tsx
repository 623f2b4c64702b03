import { explain } from "@/shared/explain";
import { Icon } from "@/ui/icon";

import { useOnline } from "./api-provider";

import buttonStyles from "@/ui/button.module.css";
import emptyStyles from "@/ui/empty.module.css";

export function LoadFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const online = useOnline();
  return (
    <div className={emptyStyles.empty} role="alert">
      <Icon name="offline" />
      <h2>This could not be loaded</h2>
      <p className="quiet">{online ? explain(error) : "It comes by itself as soon as the connection is back."}</p>
      <button type="button" className={buttonStyles.button} onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}
