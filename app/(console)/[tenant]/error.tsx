"use client";

import { PageFailed } from "../../page-failed";

export default PageFailed;
