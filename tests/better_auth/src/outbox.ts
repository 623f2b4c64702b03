/** The e-mails that Better Auth would have sent, kept in memory for the tests to open. */
export interface Mail {
  kind: "verification" | "password-reset";
  to: string;
  url: string;
  token: string;
}

const mails: Mail[] = [];

export function deliver(mail: Mail): void {
  mails.push(mail);
}

export function mailsTo(address: string): Mail[] {
  return mails.filter((mail) => mail.to === address.toLowerCase());
}
