import { Steps } from "@/components/ui/steps";

const steps = ["Choose a server", "Connect", "Review its tools"];

/** The way from an address to tools that may be granted. */
export const ImportSteps = ({ current }: { current: 0 | 1 | 2 }) => (
  <Steps label="Importing a server" steps={steps} current={current} />
);
