import { handleAuth } from "@/lib/console/auth";

export { handleAuth as GET, handleAuth as POST };
