import { Fragment } from "react";
import { Code } from "./doc-section";

/** A sentence out of data, with what stands in backticks as code. */
export function Words({ text }: { text: string }) {
  return text.split("`").map((part, index) => (
    // The parts of one sentence never change their places.
    // biome-ignore lint/suspicious/noArrayIndexKey: as above.
    <Fragment key={index}>{index % 2 === 1 ? <Code>{part}</Code> : part}</Fragment>
  ));
}
