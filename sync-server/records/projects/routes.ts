import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { parseLinkId, type ProjectId } from '#lib/base/ids.ts';
import { CreateLink, RegisterProject } from '#lib/protocol/api.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import { mayInProject } from '#lib/protocol/permissions.ts';
import { authorizeRequest } from '../../http/authorize.ts';
import { readBody } from '../../http/read-body.ts';
import { refuse } from '../../http/refusals.ts';
import type { Grant } from '../../rooms/access-port.ts';
import type { Access } from './access.ts';
import type { LinkChange, Projects } from './projects.ts';

const OWNER_ONLY: ProtocolError = {
	code: 'forbidden',
	message: 'Only the owner of a project manages its links',
};

const NO_LINK_ID: ProtocolError = {
	code: 'invalid',
	field: 'linkId',
	message: 'The id of a link is 22 letters, digits, "-" or "_"',
};

type Parts = { readonly projects: Projects; readonly access: Access };
type Limits = { readonly limitBody: MiddlewareHandler; readonly limitRate: MiddlewareHandler };

/** Registering projects and sharing them by links. Mounted at `/api/projects`. */
export function projectRoutes({ projects, access }: Parts, { limitBody, limitRate }: Limits): Hono {
	const routes = new Hono();

	routes.post('/', limitRate, limitBody, async (context) => {
		const body = await readBody(context, RegisterProject);
		if (!body.ok) return refuse(context, body.error);
		const token = await projects.register(body.value.projectId as ProjectId, body.value.claim);
		return token.ok ? context.json({ token: token.value }) : refuse(context, token.error);
	});

	routes.get('/:projectId/links', async (context) => {
		const grant = await authorizeRequest(context, access);
		if (!grant.ok) return refuse(context, grant.error);
		if (!mayInProject(grant.value.role, 'project.link.manage')) return refuse(context, OWNER_ONLY);
		return context.json({ links: await projects.links(grant.value.projectId) });
	});

	routes.post('/:projectId/links', limitRate, limitBody, async (context) => {
		// Read first: rights are those of when it is whole.
		const body = await readBody(context, CreateLink);
		const grant = await authorizeRequest(context, access);
		if (!grant.ok) return refuse(context, grant.error);
		if (!mayInProject(grant.value.role, 'project.link.manage')) return refuse(context, OWNER_ONLY);
		if (!body.ok) return refuse(context, body.error);
		const link = await projects.createLink(
			grant.value.projectId,
			body.value.role,
			changeOf(context, grant.value),
		);
		return link.ok ? context.json(link.value, 201) : refuse(context, link.error);
	});

	routes.delete('/:projectId/links/:linkId', limitRate, async (context) => {
		const grant = await authorizeRequest(context, access);
		if (!grant.ok) return refuse(context, grant.error);
		if (!mayInProject(grant.value.role, 'project.link.manage')) return refuse(context, OWNER_ONLY);
		const linkId = parseLinkId(context.req.param('linkId'));
		if (!linkId.ok) return refuse(context, NO_LINK_ID);
		const revoked = await projects.revoke(
			grant.value.projectId,
			linkId.value,
			changeOf(context, grant.value),
		);
		return revoked.ok ? context.body(null, 204) : refuse(context, revoked.error);
	});

	return routes;
}

const changeOf = (context: Context, { account }: Grant): LinkChange => ({
	actor: account?.userId ?? null,
	requestId: context.get('requestId'),
});
