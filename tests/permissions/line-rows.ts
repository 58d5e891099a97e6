import type { DocumentKind } from '#lib/doc/live-document.ts';
import type { ClientFrame, ServerFrame } from '#lib/protocol/frames.ts';
import type { ProjectPermission } from '#lib/protocol/permissions.ts';
import type { SignalKind } from '#lib/protocol/signals.ts';

/** What something takes in the project it is about; `nothing`: it is about the connection alone, or open to anybody. */
export type Right = ProjectPermission | 'nothing';

/**
 * What each frame, signal, document and asset takes, said a second time by whoever reviews it. What has no row here does
 * not compile; a row that says something else than the server does fails the test of all of them with everybody.
 */
export const FRAME_ROWS = {
	hello: 'nothing',
	auth: 'nothing',
	ping: 'nothing',
	close: 'nothing',
	open: 'project.read',
	update: 'game.entity.modify',
	presence: 'project.presence',
	// By what is in them: see below for signals; chunks are tried with an update inside.
	signal: 'nothing',
	chunk: 'game.entity.modify',
} as const satisfies Record<ClientFrame['type'], Right>;

/** What one has to be allowed to do to be told this. */
export const HEARD_ROWS = {
	welcome: 'nothing',
	granted: 'nothing',
	error: 'nothing',
	pong: 'nothing',
	'grant-ended': 'nothing',
	'signal-refused': 'nothing',
	// And where only invitations or requests are different: to who manages members.
	'members-changed': 'project.member.list',
	opened: 'project.read',
	'server-update': 'project.read',
	'server-chunk': 'project.read',
	'server-presence': 'project.read',
	'server-signal': 'project.read',
	ack: 'game.entity.modify',
} as const satisfies Record<ServerFrame['type'], Right>;

export const SIGNAL_ROWS = {
	drag: 'game.entity.modify',
	chat: 'project.presence',
	reaction: 'project.presence',
	'ping-here': 'project.presence',
	message: 'project.presence',
} as const satisfies Record<SignalKind, ProjectPermission>;

type DocumentRow = { readonly read: ProjectPermission; readonly write: ProjectPermission };
const WORK: DocumentRow = { read: 'project.read', write: 'game.entity.modify' };

export const DOCUMENT_ROWS = {
	project: WORK,
	scene: WORK,
	prefab: WORK,
	script: WORK,
	page: WORK,
} as const satisfies Record<DocumentKind, DocumentRow>;

/** What is served over HTTP beside the endpoints of modules, which have their own rows. */
export const ROUTE_ROWS: Readonly<Record<string, Right>> = {
	'GET /healthz': 'nothing',
	'GET /readyz': 'nothing',
	// Has a token of its own, of who runs the server.
	'GET /metrics': 'nothing',
	'GET /api/version': 'nothing',
	'GET /api/openapi.json': 'nothing',
	'GET /api': 'nothing',
	// The claim that is sent is what lets in.
	'POST /api/projects': 'nothing',
	'GET /api/projects/:projectId/links': 'project.link.manage',
	'POST /api/projects/:projectId/links': 'project.link.manage',
	'DELETE /api/projects/:projectId/links/:linkId': 'project.link.manage',
	'POST /api/projects/:projectId/assets/missing': 'project.asset.add',
	'GET /api/projects/:projectId/assets/:hash': 'project.read',
	'POST /api/projects/:projectId/uploads': 'project.asset.add',
	'PATCH /api/projects/:projectId/uploads/:upload': 'project.asset.add',
	'DELETE /api/projects/:projectId/uploads/:upload': 'project.asset.add',
	// Only as HEAD.
	'GET /api/projects/:projectId/uploads/:upload': 'project.asset.add',
	// The app itself.
	'GET *': 'nothing',
	'HEAD *': 'nothing',
};
