// Command rpm-peer lists the packages of rpm databases by another implementation, as one JSON list for each file named.
package main

import (
	"encoding/json"
	"log"
	"os"

	_ "github.com/glebarez/go-sqlite"
	rpmdb "github.com/knqyf263/go-rpmdb/pkg"
)

type entry struct {
	Name, Version, Release, Arch, SourceRpm, License, Module string
	Epoch                                                    *int
	Files                                                    []string
}

func main() {
	out := json.NewEncoder(os.Stdout)
	for _, file := range os.Args[1:] {
		database, err := rpmdb.Open(file)
		if err != nil {
			log.Fatal(err)
		}
		packages, err := database.ListPackages()
		if err != nil {
			log.Fatal(err)
		}
		entries := []entry{}
		for _, p := range packages {
			files, err := p.InstalledFileNames()
			if err != nil {
				log.Fatal(err)
			}
			entries = append(entries, entry{
				p.Name, p.Version, p.Release, p.Arch, p.SourceRpm, p.License, p.Modularitylabel, p.Epoch, files,
			})
		}
		if err := out.Encode(entries); err != nil {
			log.Fatal(err)
		}
	}
}
