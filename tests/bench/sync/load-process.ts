// A load generator: does one piece of work it is sent, answers, and ends.
import process from 'node:process';
import { checkLoad } from './check-load.ts';
import { measureHttp } from '../records/http-load.ts';
import { measureAcks } from '../records/sign-in-load.ts';
import { measureFanout } from './fanout-load.ts';
import { measureIdle } from './idle-load.ts';
import { measureRestart } from './restart-load.ts';
import { checkRoom, measureJoins, measureRooms } from './room-load.ts';

const WORK = {
	measureFanout,
	measureIdle,
	measureRestart,
	measureRooms,
	measureJoins,
	checkRoom,
	checkLoad,
	measureHttp,
	measureAcks,
};
export type Work = typeof WORK;

type Order = { readonly name: keyof Work; readonly request: never };

process.once('message', ({ name, request }: Order) => {
	WORK[name](request).then(
		(result) => process.send?.({ result }, () => process.exit(0)),
		(cause: unknown) => {
			const reason = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
			process.send?.({ reason }, () => process.exit(1));
		},
	);
});
