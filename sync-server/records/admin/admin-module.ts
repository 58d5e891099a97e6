import * as v from 'valibot';
import type { Dispose } from '#lib/base/disposer.ts';
import type { ProjectId } from '#lib/base/ids.ts';
import { ok, type Result } from '#lib/base/result.ts';
import { listAllProjects, listRooms, readStorage, removeProject } from '#lib/protocol/api/admin.ts';
import type { ProtocolError } from '#lib/protocol/errors.ts';
import type { Storage } from '../../storage/open-storage.ts';
import { formatCursor, parseCursor } from '../cursor.ts';
import { implement, type Call, type RecordsContext, type RecordsModule } from '../module.ts';
import type { LiveDocuments } from './live-documents.ts';
import type { ProjectActivity } from './project-activity.ts';
import { ADMIN_TABLES, NEWEST, ProjectList } from './project-list.ts';
import { StorageMeter } from './storage-meter.ts';

type Parts = {
	readonly context: RecordsContext;
	readonly storage: Pick<Storage, 'database' | 'blobs' | 'uploads'>;
	readonly live: LiveDocuments;
	readonly activity: ProjectActivity;
	/** Takes a project off the server, whoever owns it; it writes that down itself. */
	readonly removeProject: (projectId: ProjectId, call: Call) => Promise<Result<undefined, ProtocolError>>;
};

const Place = v.tuple([v.number(), v.string()]);
const Opened = v.tuple([v.number()]);

/** What those see, and may do, who look after a server: its projects, its storage, what is open. */
export function createAdmin({ context, storage, live, activity, ...parts }: Parts): RecordsModule {
	const { clock, log } = context;
	const projects = new ProjectList(context);
	const meter = new StorageMeter({ storage, clock, log });
	let stopKeeping: Dispose = () => {};
	return {
		name: 'admin',
		version: '1.0.0',
		requires: ['accounts', 'members'],
		migrations: ADMIN_TABLES,
		routes: [
			implement(listAllProjects, async ({ query: { search, cursor, limit } }) => {
				const before = cursor === undefined ? ok(NEWEST) : parseCursor(cursor, Place);
				if (!before.ok) return before;
				// What they take up comes with a later look: nobody waits for it.
				void meter.look();
				const { items, next } = await projects.page(search, before.value, limit);
				const whole = items.map((item) => {
					const projectId = item.projectId as ProjectId;
					const changedAt = activity.at(projectId) ?? item.changedAt;
					return { ...item, changedAt, use: meter.useOf(projectId) };
				});
				return ok({ items: whole, next: next && formatCursor(next) });
			}),
			implement(removeProject, async ({ params }, call) =>
				parts.removeProject(params.projectId as ProjectId, call),
			),
			implement(readStorage, async () => {
				void meter.look();
				const { measuring, measuredAt, use } = meter;
				const largest = meter.largest.map(([projectId, taken]) => ({
					projectId,
					title: projects.title(projectId as ProjectId),
					...taken,
				}));
				return ok({ measuring, measuredAt, use, largest });
			}),
			implement(listRooms, async ({ query: { cursor, limit } }) => {
				const after = cursor === undefined ? ok([0] as [number]) : parseCursor(cursor, Opened);
				if (!after.ok) return after;
				const rooms = live.list(after.value[0], limit);
				const items = rooms.map(({ address, number: _number, ...room }) => ({
					...address,
					title: projects.title(address.projectId),
					...room,
				}));
				const last = rooms.at(-1);
				const next = last && rooms.length === limit ? formatCursor([last.number]) : null;
				const { connections, bytes, size: documents } = live;
				return ok({ items, next, all: { documents, connections, bytes } });
			}),
		],
		start: () => void (stopKeeping = activity.keep(context)),
		async stop() {
			stopKeeping();
			await meter.close();
		},
	};
}
