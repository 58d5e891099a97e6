import type { Context } from 'hono';
import { parseProjectId } from '#lib/base/ids.ts';
import { err, ok, type Result } from '#lib/base/result.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import type { Access } from '../records/projects/access.ts';
import type { Grant } from '../rooms/access-port.ts';

const NO_TOKEN: ProtocolError = {
	code: 'unauthorized',
	message: 'Send the token of a link or of the owner as "Authorization: Bearer <token>"',
};
/** Without what was sent: it may be anything. */
const NO_ID: ProtocolError = {
	code: 'invalid',
	field: 'projectId',
	message: 'The id of a project is 22 letters, digits, "-" or "_"',
};
// The same words whether or not the project exists.
const OTHER_PROJECT: ProtocolError = { code: 'forbidden', message: 'This token is not for this project' };

/** What the request's bearer token allows in the project of its path. */
export async function authorizeRequest(
	context: Context,
	access: Access,
): Promise<Result<Grant, ProtocolError>> {
	const projectId = parseProjectId(context.req.param('projectId'));
	if (!projectId.ok) return err(NO_ID);
	const [, token] = /^Bearer (\S+)$/i.exec(context.req.header('authorization') ?? '') ?? [];
	if (!token) return err(NO_TOKEN);
	const grant = await access.authorize(token);
	if (!grant.ok) return grant;
	return grant.value.projectId === projectId.value ? ok(grant.value) : err(OTHER_PROJECT);
}
