/** Where a file of a claim lies: where it was uploaded to, and once it was checked, by what was found. */
export type Folder = 'incoming' | 'attached' | 'quarantined';

/** Which document of which claim a file is. */
export interface FileName {
  claimId: string;
  documentId: string;
}

const KEY = /^[a-z]+\/(clm_[0-9A-Z]{26})\/(doc_[0-9A-Z]{26})$/;

/** The key of a file in the bucket: it says nothing of the person. */
export function keyOf(folder: Folder, { claimId, documentId }: FileName): string {
  return `${folder}/${claimId}/${documentId}`;
}

/** Every key that a file may be under. */
export function keysOf(name: FileName): string[] {
  return (['incoming', 'attached', 'quarantined'] as const).map((folder) => keyOf(folder, name));
}

/** Which file a key is of; undefined where it is none of a claim. */
export function fileNameIn(key: string): FileName | undefined {
  const [, claimId, documentId] = KEY.exec(key) ?? [];
  return claimId === undefined || documentId === undefined ? undefined : { claimId, documentId };
}
