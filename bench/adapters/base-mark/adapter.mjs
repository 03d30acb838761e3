const caps = { add: "1", remove: "Delete", select: true, hover: true };
export default { title: "base-mark: <mark> elements in one HTML string; an edit renders its paragraph again", caps };
