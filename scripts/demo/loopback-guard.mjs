// Preloaded (`node --import`) into every upstream server that we start for a demo or a test. Two promises that the
// servers themselves do not make: they are reachable from this machine only (both reference servers would listen on
// every interface, and one of their tools shows the environment), and they never outlive whoever started them.
import net from "node:net";

const LOOPBACK = "127.0.0.1";
const listen = net.Server.prototype.listen;

net.Server.prototype.listen = function listenOnLoopback(first, ...rest) {
  if (typeof first === "object" && first !== null && "port" in first) {
    return listen.call(this, { ...first, host: LOOPBACK }, ...rest);
  }
  const hasPort = typeof first === "number" || (typeof first === "string" && /^\d+$/.test(first));
  if (!hasPort) return listen.call(this, first, ...rest);
  const afterHost = typeof rest[0] === "string" ? rest.slice(1) : rest;
  return listen.call(this, Number(first), LOOPBACK, ...afterHost);
};

// The channel to the parent closes when the parent lets go or dies, however it dies.
process.on("disconnect", () => process.exit(0));
