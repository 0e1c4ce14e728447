import { CenteredPage } from "@/components/shell/centered-page";
import { ButtonLink } from "@/components/ui/button-link";
import { connectFailures, isConnectFailure } from "@/lib/connections/connect-failures";
import { paths } from "@/lib/kernel/paths";

export const metadata = { title: "Nothing was connected" };

type Props = { searchParams: Promise<{ failed?: string | string[] }> };

/** Where an attempt to connect ends that belongs to nobody here. */
export default async function ConnectEndedPage({ searchParams }: Props) {
  const { failed } = await searchParams;
  const code = typeof failed === "string" && isConnectFailure(failed) ? failed : "unknown_attempt";
  return (
    <CenteredPage title="Nothing was connected" description={connectFailures[code]}>
      <ButtonLink href={paths.me()} size="lg" className="w-full">
        My agents and connections
      </ButtonLink>
    </CenteredPage>
  );
}
