-- Terminal events of prompts and resources, beside 1 and 2 of tools: the log's own questions about calls name them by number.
INSERT INTO audit.event_type (no, name) VALUES
  (3, 'gateway.prompt.retrieved'), (4, 'gateway.prompt.error'),
  (5, 'gateway.resource.read'), (6, 'gateway.resource.subscribed'), (7, 'gateway.resource.error');
