import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { CodeBlock } from "@/components/ui/code-block";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";

/** Secrets and signing in. */
export function Keys() {
  return (
    <>
      <DocSection id="signing-keys" title="Replacing the keys that sign agents' tokens">
        <Prose>
          <p>
            Each environment signs access tokens with a key of its own. It can be replaced at any time, in the console
            (Settings, OAuth) or here; tokens that are out stay good, nobody has to sign in again, and the old public
            key is published until the last token that it signed has expired (
            <TextLink href={paths.docsEvent("oauth.key.rotated")}>oauth.key.rotated</TextLink>).
          </p>
        </Prose>
        <CodeBlock label="replacing a signing key" code="npm run -s cli -- oauth rotate-key --tenant acme" />
      </DocSection>
      <DocSection id="secret" title="Changing COUNTERSIGN_SECRET">
        <Prose>
          <p>
            Everything sealed is sealed with keys that are derived from it, and nothing is sealed anew. Change it only
            when it has leaked, in all processes at once, and know what follows:
          </p>
          <ul>
            <li>
              API keys, static tokens and agents' tokens are stored as hashes and go on counting. New access tokens need
              a new signing key: run <Code>oauth rotate-key</Code> for every environment.
            </li>
            <li>
              Header secrets and client secrets of servers have to be entered again, and humans have to connect their
              accounts again.
            </li>
            <li>Everybody signs in to the console again.</li>
            <li>
              Arguments and results that were stored before cannot be opened; verification says so (
              <TextLink href={`${paths.docsVerify()}#found`}>unopened</TextLink>). Events, their hashes and their proofs
              do not need the secret.
            </li>
            <li>
              Checkpoints are signed with a new key from then on. It endorses the earlier one, so that what was signed
              before still counts.
            </li>
          </ul>
        </Prose>
      </DocSection>
      <DocSection id="sso" title="Single sign-on">
        <Prose>
          <p>
            Set <Code>AUTH_OIDC_ISSUER</Code> and <Code>AUTH_OIDC_CLIENT_ID</Code> (and the secret), and register this
            redirect URI at the issuer:
          </p>
        </Prose>
        <CodeBlock label="redirect URI" code="https://gateway.example.com/api/auth/callback/oidc" />
        <Prose>
          <ul>
            <li>
              The issuer has to tell the e-mail address, and that it is verified. Asked for are the scopes{" "}
              <Code>openid email profile</Code>; the code comes with PKCE, state and nonce.
            </li>
            <li>
              The first login is tied to the account of that e-mail address; another login with the same address is
              refused from then on.
            </li>
            <li>
              An account comes about by signing in only for somebody whom an administrator has added as a human. Roles
              are given under Settings, Members.
            </li>
            <li>A session of the console lasts a week and is not prolonged.</li>
          </ul>
        </Prose>
      </DocSection>
    </>
  );
}
