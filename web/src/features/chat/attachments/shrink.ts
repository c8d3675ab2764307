/** What every vendor takes without making it smaller itself. */
const SIDE_MAX = 2048;
const BYTES_MAX = 4 * 1024 * 1024;
const QUALITY = 0.85;
/** Moving pictures would stand still. */
const KINDS = ['image/jpeg', 'image/png', 'image/webp'];

/** A photo as large as a model sees it: smaller is sooner there. Whatever cannot be drawn stays as it is; the server looks at it. */
export async function shrunk(file: File): Promise<File> {
  if (!KINDS.includes(file.type)) {
    return file;
  }
  try {
    return await drawnSmaller(file);
  } catch {
    return file;
  }
}

async function drawnSmaller(file: File): Promise<File> {
  const picture = await createImageBitmap(file);
  const { width, height } = picture;
  const scale = Math.min(1, SIDE_MAX / Math.max(width, height));
  if (scale === 1 && file.size <= BYTES_MAX) {
    picture.close();
    return file;
  }
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(width * scale)),
    Math.max(1, Math.round(height * scale)),
  );
  const kind = file.type === 'image/png' && file.size <= BYTES_MAX ? 'image/png' : 'image/jpeg';
  const context = canvas.getContext('2d');
  if (context !== null && kind === 'image/jpeg') {
    // A JPEG knows nothing transparent, and would have it black.
    context.fillStyle = 'white';
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await canvas.convertToBlob({ type: kind, quality: QUALITY });
  return blob.size < file.size ? new File([blob], file.name, { type: kind }) : file;
}
