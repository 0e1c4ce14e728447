// The content of one ticket desk, and what can be done with it.

const STORIES = {
  northwind: {
    customers: [
      { id: "C-204", name: "Alder & Sons Outfitters", email: "orders@alder-outfitters.example", city: "Bergen" },
      { id: "C-219", name: "Ines Duarte", email: "ines.duarte@post.example", city: "Porto" },
      { id: "C-233", name: "Kettle Mountain Lodge", email: "desk@kettle-lodge.example", city: "Innsbruck" },
      { id: "C-241", name: "Ravi Menon", email: "ravi.menon@post.example", city: "Leeds" },
    ],
    orders: [
      { id: "O-7731", customer: "C-219", total: 189.9, currency: "EUR", items: "Trail jacket, size M" },
      { id: "O-7744", customer: "C-204", total: 2460, currency: "EUR", items: "24 headlamps" },
      { id: "O-7750", customer: "C-241", total: 74.5, currency: "GBP", items: "Camp stove" },
      { id: "O-7762", customer: "C-233", total: 915, currency: "EUR", items: "15 wool blankets" },
    ],
    tickets: [
      ["Jacket zip broke after two weeks", "C-219", "open", "high", "maya.okafor@northwind.example"],
      ["Invoice shows the old company name", "C-204", "waiting", "normal", "jonas.lindqvist@northwind.example"],
      ["Three blankets arrived damp", "C-233", "open", "urgent", null],
      ["Stove does not light below zero", "C-241", "open", "normal", null],
      ["Please add our purchase number to every order", "C-204", "open", "low", "maya.okafor@northwind.example"],
      ["Cannot sign in after changing e-mail", "C-241", "closed", "normal", "jonas.lindqvist@northwind.example"],
      ["Headlamps: which batteries fit?", "C-204", "closed", "low", null],
      ["Parcel says delivered, nothing here", "C-219", "open", "high", null],
    ],
  },
  fabrikam: {
    customers: [
      { id: "C-512", name: "Harbour Press", email: "studio@harbour-press.example", city: "Rotterdam" },
      { id: "C-530", name: "Noor Haddad", email: "noor.haddad@post.example", city: "Lyon" },
    ],
    orders: [
      { id: "O-9102", customer: "C-512", total: 5400, currency: "EUR", items: "Label printer, two years of service" },
      { id: "O-9127", customer: "C-530", total: 59, currency: "EUR", items: "Thermal paper, 20 rolls" },
    ],
    tickets: [
      ["Printer stops after every tenth label", "C-512", "open", "urgent", "felix.brandt@fabrikam.example"],
      ["Driver for the new operating system?", "C-512", "waiting", "normal", null],
      ["Wrong paper width delivered", "C-530", "open", "normal", "felix.brandt@fabrikam.example"],
    ],
  },
};

/** A desk whose name nobody knows starts with one customer and one ticket, so that there is something to read. */
const QUIET = {
  customers: [{ id: "C-1", name: "Test Customer", email: "test@customer.example", city: "Nowhere" }],
  orders: [{ id: "O-1", customer: "C-1", total: 10, currency: "EUR", items: "A sample" }],
  tickets: [["Is this thing on?", "C-1", "open", "normal", null]],
};

export function openDesk(name) {
  const story = STORIES[name] ?? QUIET;
  const customers = story.customers;
  const orders = story.orders.map((order) => ({ ...order, refunded: 0 }));
  let lastNumber = 1040;
  const tickets = new Map();
  for (const [subject, customer, status, priority, assignee] of story.tickets) {
    add({ subject, customer, status, priority, assignee, comments: [] });
  }

  function add(ticket) {
    lastNumber += 1;
    const whole = { id: `T-${lastNumber}`, ...ticket };
    tickets.set(whole.id, whole);
    return whole;
  }

  function get(id) {
    const ticket = tickets.get(id);
    if (!ticket) throw new Error(`There is no ticket ${id}.`);
    return ticket;
  }

  const newestFirst = () => [...tickets.values()].reverse();

  return {
    get,
    create({ subject, body, customer, priority }) {
      if (!customers.some(({ id }) => id === customer)) throw new Error(`There is no customer ${customer}.`);
      const comments = [{ author: customer, text: body }];
      return add({ subject, customer, status: "open", priority, assignee: null, comments });
    },
    list({ status, assignee, limit }) {
      const fits = (ticket) => (!status || ticket.status === status) && (!assignee || ticket.assignee === assignee);
      return newestFirst().filter(fits).slice(0, limit).map(summary);
    },
    search(query) {
      const words = query.toLowerCase().split(/\s+/).filter(Boolean);
      const textOf = (ticket) => [ticket.subject, ...ticket.comments.map(({ text }) => text)].join(" ").toLowerCase();
      return newestFirst()
        .filter((ticket) => words.every((word) => textOf(ticket).includes(word)))
        .map(summary);
    },
    comment(id, { text, internal }) {
      const ticket = get(id);
      ticket.comments.push({ author: internal ? "internal" : "support", text });
      return { id, comments: ticket.comments.length };
    },
    assign(id, assignee) {
      get(id).assignee = assignee;
      return summary(get(id));
    },
    close(id, resolution) {
      const ticket = get(id);
      if (ticket.status === "closed") throw new Error(`${id} is closed already.`);
      ticket.status = "closed";
      ticket.comments.push({ author: "support", text: resolution });
      return summary(ticket);
    },
    remove(id) {
      get(id);
      tickets.delete(id);
      return { deleted: id };
    },
    refund({ orderId, amount, currency }) {
      const order = orders.find(({ id }) => id === orderId);
      if (!order) throw new Error(`There is no order ${orderId}.`);
      if (order.currency !== currency) throw new Error(`${orderId} was paid in ${order.currency}.`);
      if (order.refunded + amount > order.total)
        throw new Error(`${orderId} has less than ${amount} ${currency} left.`);
      order.refunded += amount;
      return { orderId, refunded: order.refunded, of: order.total, currency };
    },
    exportCustomer(id) {
      const customer = customers.find((one) => one.id === id);
      if (!customer) throw new Error(`There is no customer ${id}.`);
      const theirs = (thing) => thing.customer === id;
      return { customer, orders: orders.filter(theirs), tickets: newestFirst().filter(theirs) };
    },
  };
}

function summary({ id, subject, customer, status, priority, assignee }) {
  return { id, subject, customer, status, priority, assignee };
}
