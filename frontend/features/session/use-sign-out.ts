import { useSigned } from "./api-provider";
import { signOut } from "./sign-out";

/** Signs out; when that fails, says so, since somebody may be about to walk away from the machine. */
export function useSignOut(): () => void {
  const { toasts } = useSigned();
  return () => {
    signOut().catch(() => toasts.show("You are still signed in: the sign-in server could not be reached. Try again."));
  };
}
