import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeCause } from '../ops/log.ts';
import { StartError } from '../ops/start-error.ts';

/** What the host would change to have it elsewhere. */
type Names = { readonly port: string; readonly host: string };

/** Starts taking connections and says on which port. Throws `StartError` when it cannot. */
export function listen(server: Server, port: number, host: string, names: Names): Promise<number> {
	return new Promise((resolve, reject) => {
		server.once('error', (cause: NodeJS.ErrnoException) => {
			const taken = cause.code === 'EADDRINUSE';
			const why = taken ? 'is used by another program' : `cannot be used (${describeCause(cause)})`;
			const remedy = taken ? `${names.port} to another port` : `${names.port} and ${names.host} to others`;
			reject(new StartError(`Port ${port} on ${host} ${why}. Set ${remedy}.`));
		});
		server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
	});
}
