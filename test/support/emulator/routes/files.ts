/** The content delivery network: attachments, to anybody who has the link. */
import { Refusal } from '../refusal.js';
import type { Route } from '../route.js';

export const fileRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/attachments/*',
    isOpen: true,
    handle(world, request) {
      const file = world.files.get(`/attachments/${request.param('*')}`);
      if (file === undefined) throw new Refusal('notFound');
      return { status: 200, file };
    },
  },
];
