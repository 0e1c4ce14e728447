// Remembers what a session's streams said, so that a client that lost one can have the rest (2025-11-25, "Resumability").

export function createEventStore() {
  /** @type {{ id: string, streamId: string, message: object }[]} */
  const events = [];
  return {
    async storeEvent(streamId, message) {
      const id = `${streamId}/${events.length}`;
      events.push({ id, streamId, message });
      return id;
    },
    async getStreamIdForEventId(id) {
      return events.find((event) => event.id === id)?.streamId;
    },
    async replayEventsAfter(lastId, { send }) {
      const last = events.findIndex(({ id }) => id === lastId);
      if (last === -1) throw new Error("No such event.");
      const { streamId } = events[last];
      const missed = events.slice(last + 1).filter((event) => event.streamId === streamId);
      // The first event of a stream only gives its id away: there is nothing in it to say again.
      for (const { id, message } of missed) if (Object.keys(message).length > 0) await send(id, message);
      return streamId;
    },
  };
}
