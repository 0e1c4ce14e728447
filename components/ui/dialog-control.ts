const find = (id: string): HTMLDialogElement | null => {
  const element = document.getElementById(id);
  return element instanceof HTMLDialogElement ? element : null;
};

export function openDialog(id: string): void {
  const dialog = find(id);
  if (dialog !== null && !dialog.open) dialog.showModal();
}

/** For after a form inside the dialog has done its work. */
export function closeDialog(id: string): void {
  find(id)?.close();
}
