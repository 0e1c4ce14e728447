/** An escaped NUL or half a surrogate pair, as JSON.stringify writes them; behind an even number of backslashes. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89ab][0-9a-f]{2}|d[c-f][0-9a-f]{2})/;

/** Whether PostgreSQL's jsonb can hold a JSON value: it knows neither NUL nor half a surrogate pair. */
export const isStorable = (value: unknown): boolean => !unstorable.test(JSON.stringify(value));
