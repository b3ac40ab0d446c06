// Reads the SBOMs named with the libraries of both specifications and prints their packages as JSON, one line each.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	cyclonedx "github.com/CycloneDX/cyclonedx-go"
	spdx "github.com/spdx/tools-golang/json"
)

type pack struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Purl    string `json:"purl"`
	License string `json:"license"`
}

func main() {
	for _, name := range os.Args[1:] {
		packages, err := read(name)
		if err != nil {
			fmt.Fprintln(os.Stderr, name, err)
			os.Exit(1)
		}
		for _, each := range packages {
			line, _ := json.Marshal(each)
			fmt.Println(string(line))
		}
	}
}

func read(name string) ([]pack, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if strings.HasSuffix(name, ".spdx.json") {
		return readSpdx(file)
	}
	return readCyclonedx(file)
}

func readSpdx(file *os.File) ([]pack, error) {
	document, err := spdx.Read(file)
	if err != nil {
		return nil, err
	}
	packages := []pack{}
	for _, each := range document.Packages {
		found := pack{Name: each.PackageName, Version: each.PackageVersion, License: each.PackageLicenseDeclared}
		for _, reference := range each.PackageExternalReferences {
			found.Purl = reference.Locator
		}
		packages = append(packages, found)
	}
	return packages, nil
}

func readCyclonedx(file *os.File) ([]pack, error) {
	document := new(cyclonedx.BOM)
	if err := cyclonedx.NewBOMDecoder(file, cyclonedx.BOMFileFormatJSON).Decode(document); err != nil {
		return nil, err
	}
	packages := []pack{}
	for _, each := range *document.Components {
		found := pack{Name: each.Name, Version: each.Version, Purl: each.PackageURL}
		if each.Group != "" {
			found.Name = each.Group + "/" + each.Name
		}
		if each.Licenses != nil {
			for _, license := range *each.Licenses {
				found.License = license.Expression
				if license.License != nil {
					found.License = license.License.Name
				}
			}
		}
		packages = append(packages, found)
	}
	return packages, nil
}
