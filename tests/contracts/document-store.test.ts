import { STORAGE_RIGS } from '../helpers/storage-rig.ts';
import { documentStoreContract } from './document-store.ts';

for (const [name, createRig] of STORAGE_RIGS) documentStoreContract(name, createRig);
