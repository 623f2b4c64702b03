import { authClient } from "./auth-client";
import { leave } from "./leaving";

/** Ends the session and leaves; tokens and tasks were only in memory, and are gone with the page. */
export async function signOut(): Promise<void> {
  const onSuccess = () => {
    // What was being written is kept over a reload, not over this.
    sessionStorage.clear();
    leave("/sign-in");
  };
  const { error } = await authClient.signOut({ fetchOptions: { onSuccess } });
  if (error) throw new Error("The sign-in server could not be reached: you are still signed in.", { cause: error });
}
