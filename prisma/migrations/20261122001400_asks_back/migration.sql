-- What a server may not ask a client for: `sampling`, `elicitation`, `roots`.
ALTER TABLE "server" ADD COLUMN "forbids" TEXT[] DEFAULT ARRAY[]::TEXT[];
