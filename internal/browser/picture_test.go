package browser_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"flag"
	"image"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

var update = flag.Bool("update", false, "write the pictures anew")

const (
	// picture is the picture of the sample report on the first screen of the README.
	picture = "../../examples/report/report.png"
	sample  = "../../examples/report/report.html"
	// mostDifferent is the share of squares that may differ visibly: versions of Chromium
	// do not draw alike.
	mostDifferent = 0.06
)

// TestPictureOfTheSampleReport compares the picture in the README with the sample
// report as the browser shows it.
func TestPictureOfTheSampleReport(t *testing.T) {
	t.Parallel()
	executable(t)
	file, err := filepath.Abs(sample)
	if err != nil {
		t.Fatal(err)
	}
	open(t, "file://"+file).compare("#topology svg", picture)
}

// compare compares a picture of an element with a file, which -update writes.
func (b *tab) compare(selector, file string) {
	b.t.Helper()
	shown := b.screenshot(selector)
	if *update {
		if err := os.WriteFile(file, shown, 0o644); err != nil {
			b.t.Fatal(err)
		}
	}
	if share := different(b.t, read(b.t, file), shown); share > mostDifferent {
		out := filepath.Join(b.t.ArtifactDir(), filepath.Base(file))
		if err := os.WriteFile(out, shown, 0o600); err != nil {
			b.t.Fatal(err)
		}
		b.t.Errorf("%.1f%% of %s differ from the page, which is now %s; make picture writes it anew", 100*share, file, out)
	}
}

// screenshot is the first element that a selector finds, as PNG.
func (b *tab) screenshot(selector string) []byte {
	b.t.Helper()
	b.call("Emulation.setDeviceMetricsOverride", object{"width": 1100, "height": 800, "deviceScaleFactor": 1, "mobile": false}, nil)
	b.call("Emulation.setEmulatedMedia", object{"features": []object{{"name": "prefers-color-scheme", "value": "light"}}}, nil)
	b.eval("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
	var clip object
	rectangle := b.eval(`(() => { const r = document.querySelector(` + strconv.Quote(selector) + `).getBoundingClientRect();
		return JSON.stringify({x: r.x + scrollX, y: r.y + scrollY, width: r.width, height: r.height, scale: 1}); })()`)
	if err := json.Unmarshal([]byte(rectangle), &clip); err != nil {
		b.t.Fatal(err)
	}
	var taken struct{ Data string }
	b.call("Page.captureScreenshot", object{"format": "png", "clip": clip, "captureBeyondViewport": true}, &taken)
	data, err := base64.StdEncoding.DecodeString(taken.Data)
	if err != nil {
		b.t.Fatal(err)
	}
	return data
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// different is the share of squares whose mean color differs visibly: of a channel by
// more than a tenth of its range. Text in another font has nearly the same mean.
// Versions of Chromium round sizes differently: pictures differ completely if their sizes
// do by a square or more.
func different(t *testing.T, a, b []byte) float64 {
	t.Helper()
	one, other := decoded(t, a), decoded(t, b)
	bounds := one.Bounds().Intersect(other.Bounds())
	for _, whole := range []image.Rectangle{one.Bounds(), other.Bounds()} {
		if whole.Dx() >= bounds.Dx()+square || whole.Dy() >= bounds.Dy()+square {
			return 1
		}
	}
	count, squares := 0, 0
	for y := bounds.Min.Y; y+square <= bounds.Max.Y; y += square {
		for x := bounds.Min.X; x+square <= bounds.Max.X; x += square {
			squares++
			these, those := mean(one, x, y), mean(other, x, y)
			for i := range these {
				if math.Abs(these[i]-those[i]) > 0.1 {
					count++
					break
				}
			}
		}
	}
	return float64(count) / float64(squares)
}

// square is the width of a square in pixels.
const square = 8

// mean is the mean color of a square, of which each channel is from 0 to 1.
func mean(of image.Image, x, y int) (sum [3]float64) {
	for dy := range square {
		for dx := range square {
			r, g, b, _ := of.At(x+dx, y+dy).RGBA()
			for i, channel := range []uint32{r, g, b} {
				sum[i] += float64(channel) / (0xffff * square * square)
			}
		}
	}
	return sum
}

func decoded(t *testing.T, data []byte) image.Image {
	t.Helper()
	shown, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

// TestDifferentPictures: a picture is the same as itself, and a blank one is not.
func TestDifferentPictures(t *testing.T) {
	t.Parallel()
	blank := image.NewGray(decoded(t, read(t, picture)).Bounds())
	var data bytes.Buffer
	if err := png.Encode(&data, blank); err != nil {
		t.Fatal(err)
	}
	shown := read(t, picture)
	if same, other := different(t, shown, shown), different(t, shown, data.Bytes()); same != 0 || other < 2*mostDifferent {
		t.Errorf("the picture differs by %v from itself, and by %v from a blank one", same, other)
	}
	if another := different(t, shown, read(t, "testdata/mails.png")); another != 1 {
		t.Errorf("the picture differs by %v from one of another size", another)
	}
}
