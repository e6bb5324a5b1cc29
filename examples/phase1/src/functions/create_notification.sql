
INSERT INTO public.notifications (
    org_id,
    user_id,
    type,
    title,
    message,
    related_entity_id,
    related_entity_type,
    action_url,
    priority,
    channels
)
VALUES (
    create_notification.org_id,
    create_notification.user_id,
    create_notification.type,
    create_notification.title,
    create_notification.message,
    create_notification.related_entity_id,
    create_notification.related_entity_type,
    create_notification.action_url,
    create_notification.priority,
    create_notification.channels
)
RETURNING id;
