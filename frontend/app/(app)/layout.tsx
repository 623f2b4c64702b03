import { Suspense } from "react";

import { ApiProvider } from "@/features/session/api-provider";
import { AuthGuard } from "@/features/session/auth-guard";
import { Shell } from "@/features/shell/shell";
import { TagsProvider } from "@/features/tags/tags-provider";
import { readEnv } from "@/server/env";
import { signedInUser } from "@/server/session";

/** Every page in here is for somebody: the server asks who, the guard goes on watching. */
export default async function SignedInLayout({ children }: { children: React.ReactNode }) {
  const user = await signedInUser();
  return (
    <AuthGuard user={user}>
      {user && (
        <ApiProvider apiUrl={readEnv().apiUrl} user={user}>
          <Suspense>
            <TagsProvider>
              <Shell>{children}</Shell>
            </TagsProvider>
          </Suspense>
        </ApiProvider>
      )}
    </AuthGuard>
  );
}
