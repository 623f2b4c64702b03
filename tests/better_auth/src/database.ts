import { LibsqlDialect } from "@libsql/kysely-libsql";
import { PostgresDialect } from "kysely";
import pg from "pg";

export interface Database {
  dialect: LibsqlDialect | PostgresDialect;
  type: "sqlite" | "postgres";
}

/** Opens the database that a `sqlite:<file>` or `postgresql://` address names. */
export function openDatabase(address: string): Database {
  if (address.startsWith("sqlite:")) {
    return { dialect: new LibsqlDialect({ url: `file:${address.slice("sqlite:".length)}` }), type: "sqlite" };
  }
  if (/^postgres(ql)?:\/\//.test(address)) {
    return { dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: address, max: 4 }) }), type: "postgres" };
  }
  throw new Error("option database must begin with sqlite: or postgresql://");
}

/** The snake_case names that a Drizzle project gives Better Auth's columns; `{}` leaves Better Auth's own. */
export function columnNames(style: "camel" | "snake", names: string[]): Record<string, string> {
  if (style === "camel") return {};
  return Object.fromEntries(names.map((name) => [name, name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]));
}
