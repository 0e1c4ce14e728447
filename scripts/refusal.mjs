/** A sentence for the person who typed the command. It is printed without a stack, and the exit code is 1. */
export class Refusal extends Error {}
