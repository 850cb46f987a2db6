// Shrinks chosen photographs before they are sent, so that five of them pass over a slow line. The server shrinks and
// writes them anew in any case; where anything here is missing or fails, the photographs are sent as they are.
const LONGEST_SIDE = 1600;
const MOST = 5;

async function shrunk(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
  return blob && blob.size < file.size ? new File([blob], "anh.jpg", { type: "image/jpeg" }) : file;
}

document.addEventListener("change", async (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || field.name !== "photos" || field.dataset.shrunk) return;
  try {
    const chosen = new DataTransfer();
    for (const file of [...field.files].slice(0, MOST)) chosen.items.add(await shrunk(file));
    field.files = chosen.files;
  } catch {
    // A browser without canvas or a picture it cannot open: the server says what to do.
  }
});
