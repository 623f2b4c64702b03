import { Brand } from "@/ui/brand";

export default function AuthLayout({ children }: { children: React.ReactNode }) {
  return (
    <div className="auth">
      <header className="auth__brand">
        <Brand />
      </header>
      <main id="content" className="auth__card">
        {children}
      </main>
    </div>
  );
}
