import { main } from "./zz-probe";
main().then(() => process.exit(0));
