import { STORAGE_RIGS } from '../helpers/storage-rig.ts';
import { outboxStoreContract } from './outbox-store.ts';

for (const [name, createRig] of STORAGE_RIGS) outboxStoreContract(name, createRig);
