export { ChangeFeed, type CatchUp } from "./deltas";
export { Connectivity, httpProbe, type Reach } from "./connectivity";
export {
  ApiError,
  ClientError,
  ConflictError,
  NetworkError,
  SignedOutError,
  type Problem,
  type ProblemItem,
} from "./errors";
export { Http, type HttpOptions } from "./http";
export { Outbox } from "./outbox";
export { Poller } from "./poll";
export { TasksApi, type Page, type PageQuery } from "./tasks";
export { TokenSource, type FetchToken, type IssuedToken } from "./token";
export type * from "./types";
