import "next-auth/jwt";
import "next-auth";

declare module "next-auth" {
  interface User {
    id: string;
    email?: string | null;
    name?: string | null;
    /** Only of an OpenID Connect login: whether the issuer vouches for the e-mail. */
    emailVerified?: boolean;
  }
  interface Session {
    user: { id?: string; email?: string; name?: string | null };
  }
}

declare module "next-auth/jwt" {
  interface JWT {
    /** The session's id. */
    sid?: string;
    /** The session's secret, whose hash the row keeps. */
    key?: string;
  }
}
