import "server-only";
import { ListReportsInput, listReports } from "@/lib/registry/reports/list-reports";
import { resolveReport } from "@/lib/registry/reports/resolve-report";
import { family } from "./operation";

const { get, post } = family("Reports");

export const reports = {
  listReports: get("reports", {
    summary: "List what humans said should not have happened",
    may: "events:read",
    query: ListReportsInput,
    answer: "A page of reports, the newest first.",
    run: (ctx, { query }) => listReports(ctx, query),
  }),
  resolveReport: post("reports/{id}/resolve", {
    summary: "Resolve a report",
    description: "The agent stays paused until its human resumes it.",
    may: "instances:write",
    answer: "The report.",
    run: (ctx, { params }) => resolveReport(ctx, params.id),
  }),
};
