import * as v from 'valibot';
import { PROJECT_ROLES, type ProjectRole } from './permissions.ts';

const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/, 'must be 22 letters, digits, "-" or "_"'));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits'));

/** `POST /api/projects`: puts a project on the server. The same claim again answers the same; another claim is refused. */
export const RegisterProject = v.strictObject({
	projectId: id,
	/** A secret minted on the device that made the project; the server keeps only its hash. */
	claim: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43,64}$/, 'must be 256 random bits as base64url')),
});
export type RegisterProject = v.InferOutput<typeof RegisterProject>;

/** What a link can give: whoever has it is no owner. */
export type LinkRole = Exclude<ProjectRole, 'owner'>;
export const LinkRole = v.picklist(PROJECT_ROLES.filter((role): role is LinkRole => role !== 'owner'));

/** `POST /api/projects/:projectId/links` */
export const CreateLink = v.strictObject({ role: LinkRole });
export type CreateLink = v.InferOutput<typeof CreateLink>;

/** A shared link as its owner sees it; `token` is what the link carries in its fragment. */
export const ShareLink = v.object({
	linkId: id,
	// A role that only a later version knows is shown as the least that this one can tell of.
	role: v.fallback(LinkRole, 'viewer'),
	createdAt: v.number(),
	token: v.string(),
});
export type ShareLink = v.InferOutput<typeof ShareLink>;

export const ShareLinks = v.object({ links: v.array(ShareLink) });

/** Answer of `POST /api/projects`. */
export const Registered = v.object({ token: v.string() });
export type Registered = v.InferOutput<typeof Registered>;

/** `POST /api/projects/:projectId/assets/missing` and its answer. */
export const AssetHashes = v.strictObject({ hashes: v.pipe(v.array(hash), v.maxLength(10_000)) });
export type AssetHashes = v.InferOutput<typeof AssetHashes>;

/** The body of every HTTP refusal. */
export const ApiError = v.object({
	error: v.object({
		number: v.number(),
		code: v.string(),
		field: v.optional(v.string()),
		message: v.string(),
		retryAfter: v.optional(v.number()),
	}),
});
export type ApiError = v.InferOutput<typeof ApiError>;
