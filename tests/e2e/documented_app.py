"""The Next.js app that `docs/nextjs.md` describes: its code blocks as files, in a folder of their own."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Literal

from tests.e2e import front_end
from tests.e2e.stack import clean_environment

Way = Literal["secret", "jwks"]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "nextjs.md"
JWKS_HEADING = "## Without a shared secret: JWKS"
COPIED = ("features/session/auth-guard.tsx", "features/session/leaving.ts", "shared/paths.ts")
NEXT = front_end.ROOT / "node_modules" / "next" / "dist" / "bin" / "next"
_BLOCK = re.compile(r"```tsx?\n(.*?)```", re.DOTALL)
_NAMED_BY_HEADING = re.compile(r"^## \d\. `(\S+)`$", re.MULTILINE)
_NAMED_BY_ITSELF = re.compile(r"// (\S+\.tsx?)\n")

# What every Next.js project has. The tables are made by what `npx auth migrate` calls.
_SURROUNDINGS = {
    "package.json": '{"name": "documented", "private": true, "type": "module"}',
    "next.config.ts": 'export default { transpilePackages: ["@tasks/api-client"], turbopack: { root: "/" } };\n',
    "tsconfig.json": """{
  "compilerOptions": {
    "target": "ES2022", "lib": ["dom", "dom.iterable", "ES2023"], "module": "esnext", "moduleResolution": "bundler",
    "jsx": "react-jsx", "strict": true, "noUncheckedIndexedAccess": true, "noUnusedLocals": true, "skipLibCheck": true,
    "noEmit": true, "isolatedModules": true, "esModuleInterop": true, "paths": { "@/*": ["./*"] }
  },
  "include": ["**/*.ts", "**/*.tsx"], "exclude": ["node_modules"]
}""",
    "app/layout.tsx": """
export default function Layout({ children }: { children: React.ReactNode }) {
  return <html lang="en"><body>{children}</body></html>;
}
""",
    "app/(app)/tasks/page.tsx": "export default function Page() { return <p>A private matter</p>; }\n",
    "app/migrate/route.ts": """
import { getMigrations } from "better-auth/db/migration";
import { auth } from "@/lib/auth";

export async function POST() {
  const { runMigrations } = await getMigrations(auth.options);
  await runMigrations();
  return new Response();
}
""",
}


def blocks(text: str) -> dict[str, str]:
    """The page's TypeScript by the path it names: in its first line, or in the heading above it."""
    found: dict[str, str] = {}
    for block in _BLOCK.finditer(text):
        named = _NAMED_BY_ITSELF.match(block[1])
        headings = _NAMED_BY_HEADING.findall(text[: block.start()])
        assert named or headings, f"no path is given for:\n{block[1]}"
        found[named[1] if named else headings[-1]] = block[1]
    return found


def files(way: Way) -> dict[str, str]:
    """Every file that the page tells to write, going one way."""
    shared, _, by_jwks = PAGE.read_text(encoding="utf-8").partition(JWKS_HEADING)
    told = blocks(shared)
    if way == "jwks":
        del told["app/api/token/route.ts"]
        told |= blocks(by_jwks)
    return told


def write(folder: Path, way: Way) -> None:
    """Makes the app in `folder`; the front end's packages must be installed."""
    copied = {name: (front_end.ROOT / name).read_text(encoding="utf-8") for name in COPIED}
    for name, text in {**_SURROUNDINGS, **copied, **files(way)}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "node_modules").symlink_to(front_end.ROOT / "node_modules")


def complaints(folder: Path) -> str:
    """What TypeScript, strict, says of the app; nothing when all is well."""
    node = shutil.which("node") or "node"
    compiler = front_end.ROOT / "node_modules" / "typescript" / "bin" / "tsc"
    done = subprocess.run([node, str(compiler)], cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def environment(**settings: str) -> dict[str, str]:
    """What the app's server runs with, beside the machine's own environment."""
    return clean_environment() | {"NEXT_TELEMETRY_DISABLED": "1"} | settings
