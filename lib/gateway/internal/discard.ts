import type { UpstreamResponse } from "./upstream-failure";

/** Lets go of an answer whose body nobody wants to read any more: nothing of it is waited for, however it ends. */
export const discard = ({ body }: UpstreamResponse): void => void body.destroy();
