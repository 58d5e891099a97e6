import * as v from 'valibot';
import { Time } from './account-fields.ts';
import { endpoint } from './endpoint.ts';
import { pageOf, pageQuery } from './page.ts';
import { idText, lineOfText } from './text.ts';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Bytes. */
const Size = Count;

/** What a project takes up. */
const projectUse = { documents: Count, documentBytes: Size, assets: Count, assetBytes: Size };

/** A project as those see it who look after the server: never what is in it. */
export const AdminProject = v.object({
	projectId: idText,
	/** As its owner last told the server; null while they told nothing. */
	title: v.nullable(v.string()),
	/** Nobody, while only the device that made it owns it. The first few of many. */
	owners: v.array(v.object({ userId: v.string(), handle: v.nullable(v.string()) })),
	members: Count,
	createdAt: Time,
	/** When a document of it last changed, to some seconds; null for one that nobody changed since that is noted. */
	changedAt: v.nullable(Time),
	/** Null until it was measured. */
	use: v.nullable(v.object(projectUse)),
});
export type AdminProject = v.InferOutput<typeof AdminProject>;

export const listAllProjects = endpoint({
	method: 'GET',
	path: '/admin/projects',
	needs: { global: 'admin.project.list' },
	summary:
		'All projects of this server, the newest first; a page may be short or empty and have a next all the same',
	query: v.strictObject({
		/** In a title, an owner’s handle, or the whole id. */
		search: v.optional(lineOfText(100)),
		...pageQuery,
	}),
	answer: pageOf(AdminProject),
});

export const removeProject = endpoint({
	method: 'DELETE',
	path: '/admin/projects/:projectId',
	needs: { global: 'admin.project.delete' },
	summary: 'Takes a project off the server for good, whoever owns it; copies on devices stay',
	params: v.strictObject({ projectId: idText }),
});

export const readStorage = endpoint({
	method: 'GET',
	path: '/admin/storage',
	needs: { global: 'admin.storage.read' },
	summary: 'What takes up room, as last measured; asking measures anew when that was a while ago',
	answer: v.object({
		measuring: v.boolean(),
		measuredAt: v.nullable(Time),
		/** Null until it was measured. */
		use: v.nullable(
			v.object({
				/** What the documents of all projects hold. */
				documents: Size,
				/** Parts of documents that could not be read, and are kept. */
				setAside: Size,
				audit: Size,
				/** Accounts, members and all else that is decided here. */
				records: Size,
				/** The rest of the database: room it keeps for what is to come, and its own order. */
				overhead: Size,
				assets: Size,
				/** Assets that have not come as a whole. */
				arriving: Size,
				/** Left on the disk; null where it does not say. */
				free: v.nullable(Size),
			}),
		),
		/** Those that take up most, the largest first. */
		largest: v.array(v.object({ projectId: idText, title: v.nullable(v.string()), ...projectUse })),
	}),
});
export type StorageReport = v.InferOutput<typeof readStorage.answer>;

/** A document that somebody has open, or had a moment ago: never what is in it, nor who it is. */
export const LiveRoom = v.object({
	projectId: idText,
	/** As its owner last told the server. */
	title: v.nullable(v.string()),
	documentId: idText,
	/** As far as they can be told apart: a person’s tabs on one device are one. */
	people: Count,
	connections: Count,
	/** In memory. */
	bytes: Size,
	since: Time,
});
export type LiveRoom = v.InferOutput<typeof LiveRoom>;

export const listRooms = endpoint({
	method: 'GET',
	path: '/admin/rooms',
	needs: { global: 'admin.room.list' },
	summary: 'The documents that are open now at this instance of the server, the longest open first',
	query: v.strictObject(pageQuery),
	answer: v.object({
		...pageOf(LiveRoom).entries,
		/** Of all of them. */
		all: v.object({ documents: Count, connections: Count, bytes: Size }),
	}),
});
export type LiveRooms = v.InferOutput<typeof listRooms.answer>;
