import { describe, expect, it } from "vitest";

import { quoted } from "@/shared/quoted";

describe("a quotation", () => {
  it("is not turned round by what is quoted", () => {
    expect(quoted("Call mum")).toBe("“Call mum”");
    expect(quoted("abc\u202egnp.exe")).toBe("“abcgnp.exe”");
    expect(quoted("\u2069\u202eout")).toBe("“out”");
    expect(quoted("שלום")).toBe("“\u2068שלום\u2069”");
  });
});
