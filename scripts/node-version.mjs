// The first thing that every command runs, and the only file that an old Node must be able to read: nothing newer than
// ES2015 here, and no import of a file that uses more (a syntax error would be all that the person sees).
const parts = process.versions.node.split(".").map(Number);
if (parts[0] < 20 || (parts[0] === 20 && parts[1] < 19)) {
  console.error(`Countersign needs Node.js 20.19 or newer; this is ${process.version}.`);
  process.exit(1);
}
