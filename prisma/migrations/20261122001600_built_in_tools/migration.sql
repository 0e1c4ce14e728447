-- Which of the gateway's own tools an environment has switched off, and which of them an instance was last shown: null as long as it has
-- listed no tools at the address of all servers.
ALTER TABLE "tenant" ADD COLUMN "built_in_off" TEXT[] DEFAULT ARRAY[]::TEXT[];
ALTER TABLE "instance" ADD COLUMN "built_in_listed" TEXT[];
