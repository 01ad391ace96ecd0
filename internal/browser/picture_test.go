package browser_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"flag"
	"image"
	"image/png"
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
	// mostDifferent is the share of pixels that may differ visibly: fonts do, between
	// machines.
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
	shown := open(t, "file://"+file).screenshot("figure, #topology svg, svg")
	if *update {
		if err := os.WriteFile(picture, shown, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if share := different(t, read(t, picture), shown); share > mostDifferent {
		out := filepath.Join(t.ArtifactDir(), "report.png")
		if err := os.WriteFile(out, shown, 0o600); err != nil {
			t.Fatal(err)
		}
		t.Errorf("%.1f%% of the picture differ from the sample report, which is now %s; make picture writes it anew", 100*share, out)
	}
}

// screenshot is the first element that a selector finds, with a margin, as PNG.
func (b *tab) screenshot(selector string) []byte {
	b.t.Helper()
	b.call("Emulation.setDeviceMetricsOverride", object{"width": 1100, "height": 800, "deviceScaleFactor": 1, "mobile": false}, nil)
	b.call("Emulation.setEmulatedMedia", object{"features": []object{{"name": "prefers-color-scheme", "value": "light"}}}, nil)
	b.eval("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
	var clip object
	rectangle := b.eval(`(() => { const r = document.querySelector(` + strconv.Quote(selector) + `).getBoundingClientRect();
		return JSON.stringify({x: Math.max(0, Math.floor(r.x + scrollX) - 8), y: Math.floor(r.y + scrollY) - 8, width: Math.ceil(r.width) + 16, height: Math.ceil(r.height) + 16, scale: 1}); })()`)
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

// different is the share of pixels with a visible difference: of a channel by more
// than a quarter of its range. Pictures of different sizes differ completely.
func different(t *testing.T, a, b []byte) float64 {
	t.Helper()
	one, other := decoded(t, a), decoded(t, b)
	if one.Bounds() != other.Bounds() {
		return 1
	}
	count, bounds := 0, one.Bounds()
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			r, g, b, _ := one.At(x, y).RGBA()
			r2, g2, b2, _ := other.At(x, y).RGBA()
			if max(distance(r, r2), distance(g, g2), distance(b, b2)) > 0xffff/4 {
				count++
			}
		}
	}
	return float64(count) / float64(bounds.Dx()*bounds.Dy())
}

func distance(a, b uint32) uint32 { return max(a, b) - min(a, b) }

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
}
