import { Suspense } from "react";

import { ApiProvider } from "@/components/api-provider";
import { AuthGuard } from "@/components/auth-guard";
import { Shell } from "@/components/shell";
import { readEnv } from "@/lib/env";
import { signedInUser } from "@/lib/session";

/** Every page in here is for somebody: the server asks who, the guard goes on watching. */
export default async function SignedInLayout({ children }: { children: React.ReactNode }) {
  const user = await signedInUser();
  return (
    <AuthGuard user={user}>
      {user && (
        <ApiProvider apiUrl={readEnv().apiUrl} user={user}>
          <Suspense>
            <Shell>{children}</Shell>
          </Suspense>
        </ApiProvider>
      )}
    </AuthGuard>
  );
}
