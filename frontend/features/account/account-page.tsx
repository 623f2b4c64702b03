"use client";

import { useState, useSyncExternalStore } from "react";

import { useSigned } from "@/features/session/api-provider";
import { useSignOut } from "@/features/session/use-sign-out";
import { setSingleKeys, singleKeysOn } from "@/shared/single-keys";
import { chooseTheme, readTheme, THEMES, type Theme } from "@/shared/theme";
import { Icon } from "@/ui/icon";

import styles from "./account-page.module.css";
import buttonStyles from "@/ui/button.module.css";
import cardStyles from "@/ui/card.module.css";
import checkStyles from "@/ui/check.module.css";
import pageHeadStyles from "@/ui/page-head.module.css";
import segmentsStyles from "@/ui/segments.module.css";

const THEME_NAMES: Readonly<Record<Theme, string>> = { system: "As the system", light: "Light", dark: "Dark" };

export function AccountPage() {
  const { user } = useSigned();
  const signOut = useSignOut();
  return (
    <>
      <header className={pageHeadStyles.pageHead}>
        <h1>Account</h1>
      </header>
      <section className={cardStyles.card} aria-labelledby="who">
        <h2 id="who">{user.name}</h2>
        <p className="quiet">{user.email}</p>
        <button type="button" className={buttonStyles.button} onClick={signOut}>
          <Icon name="out" />
          Sign out
        </button>
      </section>
      <ThemeChoice />
      <KeysChoice />
    </>
  );
}

function ThemeChoice() {
  const [theme, setTheme] = useStored<Theme | null>(() => readTheme(document.documentElement.dataset["theme"]), null);
  return (
    <section className={cardStyles.card} aria-labelledby="look">
      <h2 id="look">Appearance</h2>
      <div className={segmentsStyles.segments} role="radiogroup" aria-labelledby="look">
        {THEMES.map((name) => (
          <label key={name} className={segmentsStyles.item}>
            <input
              type="radio"
              className="visually-hidden"
              name="theme"
              checked={theme === name}
              onChange={() => {
                setTheme(name);
                chooseTheme(name);
              }}
            />
            {THEME_NAMES[name]}
          </label>
        ))}
      </div>
    </section>
  );
}

function KeysChoice() {
  const [on, setOn] = useStored(singleKeysOn, true);
  return (
    <section className={cardStyles.card} aria-labelledby="keys">
      <h2 id="keys">Keyboard</h2>
      <label className={styles.choice}>
        <input
          type="checkbox"
          className={`${checkStyles.check} ${checkStyles.square}`}
          checked={on}
          onChange={(event) => {
            setOn(event.target.checked);
            setSingleKeys(event.target.checked);
          }}
        />
        <span>
          Single-key shortcuts
          <span className={`${styles.more} quiet small`}>
            Turn them off if you steer by voice, or if keys go down by themselves. <kbd>?</kbd> on the tasks page lists them.
          </span>
        </span>
      </label>
    </section>
  );
}

/** What the browser remembers, which the server cannot know: `unknown` until the page has woken up, then what was chosen. */
function useStored<T>(read: () => T, unknown: T): readonly [T, (value: T) => void] {
  const stored = useSyncExternalStore(never, read, () => unknown);
  const [chosen, setChosen] = useState<{ readonly value: T } | null>(null);
  return [chosen ? chosen.value : stored, (value) => setChosen({ value })];
}

function never(): () => void {
  return () => undefined;
}
