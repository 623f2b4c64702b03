/** What a page knows of whoever looks at it. */
export interface SignedInUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}
