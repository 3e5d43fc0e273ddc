drop table webhook_deliveries;
drop table webhook_secrets;
drop table webhooks;
