"""Given names.

The 1,219 most frequent of men and the 2,200 most frequent of women in the census of the United States of 1990
(https://www.census.gov/topics/population/genealogy/data/1990_census.html), a work of its government in the public domain.
"""

from __future__ import annotations

GIVEN_NAMES = frozenset(
    """
    Aaron Abbey Abbie Abby Abdul Abe Abel Abigail Abraham Abram Ada Adalberto Adam Adan Addie Adela Adelaida
    Adelaide Adele Adelia Adelina Adeline Adell Adella Adelle Adina Adolfo Adolph Adria Adrian Adriana Adriane
    Adrianna Adrianne Adrienne Afton Agatha Agnes Agustin Agustina Ahmad Ahmed Aida Aileen Aimee Aisha Aja Al Alaina
    Alan Alana Alanna Alba Albert Alberta Albertha Albertine Alberto Albina Alda Alden Aldo Alec Alecia Alejandra
    Alejandrina Alejandro Alena Alene Alesha Alesia Aleta Aletha Alethea Alex Alexa Alexander Alexandra Alexandria
    Alexia Alexis Alfonso Alfonzo Alfred Alfreda Alfredo Ali Alice Alicia Alida Alina Aline Alisa Alisha Alison
    Alissa Allan Allen Allene Allie Allison Allyson Alma Almeda Alonso Alonzo Alpha Alphonse Alphonso Alta
    Altagracia Althea Alton Alva Alvaro Alvin Alvina Alyce Alycia Alysia Alyson Alyssa Amada Amado Amalia Amanda
    Amber Ambrose Amelia America Ami Amie Amos Amparo Amy Ana Anabel Anastacia Anastasia Anderson Andra Andre Andrea
    Andreas Andres Andrew Andria Andy Angel Angela Angelia Angelica Angelina Angeline Angelique Angelita Angella
    Angelo Angie Anglea Anh Anibal Anika Anissa Anita Anitra Ann Anna Annabel Annabelle Annamarie Anne Anneliese
    Annemarie Annetta Annette Annie Annmarie Anthony Antione Antionette Antoine Antoinette Anton Antone Antonette
    Antonia Antonina Antonio Antony Antwan April Araceli Aracely Arcelia Archie Arden Ardis Ardith Aretha Ariana
    Ariel Arielle Arleen Arlen Arlene Arlette Arlie Arline Armand Armando Armida Arnold Arnoldo Arnulfo Aron Arron
    Art Arthur Artie Arturo Asa Asha Ashely Ashlee Ashleigh Ashley Ashlie Ashly Ashton Asia Astrid Athena Aubrey
    Audra Audrey Audry August Augusta Augustine Augustus Aura Aurea Aurelia Aurelio Aurora Austin Autumn Ava Avery
    Avis Awilda Ayesha Bailey Bambi Barb Barbara Barbie Barbra Barney Barrett Barry Bart Barton Basil Bea Beatrice
    Beatriz Beau Becky Belen Belinda Bella Belle Belva Ben Benedict Benita Benito Benjamin Bennett Bennie Benny
    Benton Berenice Bernadette Bernadine Bernard Bernardo Bernice Bernie Berniece Bernita Berry Bert Berta Bertha
    Bertie Bertram Beryl Bess Bessie Beth Bethany Betsy Bette Bettie Bettina Betty Bettye Beulah Beverley Beverly
    Bianca Bill Billie Billy Billye Birdie Blaine Blair Blake Blanca Blanch Blanche Bo Bob Bobbi Bobbie Bobby Bobbye
    Bonita Bonnie Bonny Booker Boris Boyce Boyd Brad Bradford Bradley Bradly Brady Brain Brandee Branden Brandi
    Brandie Brandon Brandy Brant Breanna Breanne Bree Brenda Brendan Brendon Brenna Brent Brenton Bret Brett Brian
    Briana Brianna Brianne Brice Bridget Bridgett Bridgette Brigette Brigitte Britney Britt Brittani Brittany
    Brittney Brock Broderick Brook Brooke Brooks Bruce Bruno Bryan Bryant Bryce Bryon Buck Bud Buddy Buffy Buford
    Burl Burt Burton Buster Byron Caitlin Caitlyn Caleb Callie Calvin Camelia Cameron Cami Camilla Camille Candace
    Candance Candelaria Candi Candice Candida Candis Candy Cara Caren Carey Cari Caridad Carie Carin Carina Carissa
    Carl Carla Carleen Carlene Carlo Carlos Carlota Carlotta Carlton Carly Carlyn Carma Carman Carmel Carmela
    Carmelita Carmella Carmelo Carmen Carmine Carol Carolann Carole Carolee Carolina Caroline Carolyn Carolynn Caron
    Carri Carrie Carrol Carroll Carson Carter Cary Caryl Caryn Casandra Casey Cassandra Cassidy Cassie Catalina
    Catharine Catherine Cathi Cathie Cathleen Cathrine Cathryn Cathy Catina Catrina Cecelia Cecil Cecile Cecilia
    Cecily Cedric Cedrick Celeste Celestine Celia Celina Cesar Chad Chadwick Chana Chance Chanda Chandra Chanel
    Chang Chantal Chantel Chantelle Charissa Charisse Charity Charla Charleen Charlene Charles Charlette Charley
    Charlie Charline Charlotte Charmaine Charolette Chas Chase Chasity Chastity Chauncey Chaya Chelsea Chelsey
    Chelsie Cheri Cherie Cherise Cherly Cherri Cherrie Cherry Cheryl Cheryle Chester Chet Cheyenne Chi Chiquita
    Chloe Chong Chris Chrissy Christa Christal Christel Christen Christene Christi Christian Christiana Christiane
    Christie Christin Christina Christine Christoper Christopher Christy Chrystal Chuck Chun Chung Ciara Cierra
    Cinda Cindi Cindy Cinthia Clair Claire Clara Clare Clarence Claribel Clarice Clarissa Clark Claud Claude
    Claudette Claudia Claudine Claudio Clay Clayton Clement Clemente Clementina Clementine Cleo Cleta Cletus
    Cleveland Cliff Clifford Clifton Clint Clinton Clyde Cody Colby Cole Coleen Coleman Colette Colin Colleen
    Collette Collin Colton Columbus Concepcion Concetta Connie Conrad Constance Consuelo Cora Coral Corazon Cordelia
    Cordell Corene Corey Cori Corina Corine Corinna Corinne Cornelia Cornelius Cornell Corrie Corrina Corrine Cortez
    Cortney Cory Courtney Coy Craig Cristal Cristi Cristin Cristina Cristine Cristobal Cristopher Cristy Cruz
    Crystal Curt Curtis Cyndi Cynthia Cyril Cyrus Cythia Daisy Dale Dalia Dallas Dalton Damaris Damian Damien Damion
    Damon Dan Dana Dane Danelle Danette Dani Dania Danial Danica Daniel Daniela Daniele Daniella Danielle Danilo
    Danita Danna Dannie Dannielle Danny Dante Danyelle Daphne Dara Darci Darcie Darcy Darell Daren Daria Darin Dario
    Darius Darla Darleen Darlene Darline Darnell Daron Darrel Darrell Darren Darrick Darrin Darron Darryl Darwin
    Daryl Dave David Davida Davina Davis Dawn Dawna Dayna Dean Deana Deandre Deangelo Deann Deanna Deanne Deb Debbie
    Debbra Debby Debi Debora Deborah Debra Debrah Dedra Dee Deena Deidra Deidre Deirdre Del Delbert Delfina Delia
    Delilah Della Delma Delmar Delmer Delois Delora Delores Deloris Delphia Delphine Delta Demarcus Demetra Demetria
    Demetrius Dena Deneen Denice Denis Denise Denita Denna Dennis Dennise Denny Denver Deon Derek Derick Derrick
    Deshawn Desirae Desiree Desmond Dessie Destiny Devin Devon Dewayne Dewey Dewitt Dexter Dian Diana Diane Diann
    Dianna Dianne Dick Diego Dillon Dina Dinah Dino Dion Dionne Dirk Dixie Dollie Dolly Dolores Domenic Domenica
    Dominga Domingo Dominic Dominick Dominique Don Dona Donald Dong Donita Donn Donna Donnell Donnie Donny Donovan
    Donte Dora Dorcas Doreen Dorene Doretha Dori Dorian Dorinda Doris Dorotha Dorothea Dorothy Dorris Dorsey Dortha
    Dorthea Dorthy Dottie Doug Douglas Douglass Dovie Doyle Drew Duane Dudley Dulce Duncan Dustin Dusty Dwain Dwayne
    Dwight Dylan Earl Earle Earlene Earline Earnest Earnestine Eartha Easter Eboni Ebony Ed Eda Eddie Eddy Edelmira
    Eden Edgar Edgardo Edie Edison Edith Edmond Edmund Edmundo Edna Eduardo Edward Edwardo Edwin Edwina Edythe Effie
    Efrain Efren Eileen Elaina Elaine Elana Elba Elbert Elda Elden Eldon Eldora Eldridge Eleanor Eleanora Eleanore
    Elena Elenor Elenora Elfriede Eli Elia Elias Elida Elijah Elinor Elisa Elisabeth Elise Eliseo Elisha Elissa
    Eliza Elizabeth Elizebeth Ella Ellen Ellie Elliot Elliott Ellis Ellsworth Elma Elmer Elmira Elmo Elna Elnora
    Eloisa Eloise Elouise Eloy Elroy Elsa Elsie Elton Elva Elvera Elvia Elvin Elvira Elvis Elwood Elyse Emanuel
    Emelia Emerson Emery Emil Emile Emilee Emilia Emilie Emilio Emily Emma Emmanuel Emmett Emmitt Emogene Emory Ena
    Enedina Enid Enoch Enrique Enriqueta Era Erasmo Eric Erica Erich Erick Ericka Erik Erika Erin Erlinda Erma Erna
    Ernest Ernestina Ernestine Ernesto Ernie Errol Ervin Erwin Esmeralda Esperanza Essie Esta Esteban Estela Estella
    Estelle Ester Esther Estrella Ethan Ethel Ethelyn Etta Eugene Eugenia Eugenie Eugenio Eula Eulalia Eun Eunice
    Eusebio Eva Evalyn Evan Evangelina Evangeline Eve Evelia Evelina Evelyn Evelyne Everett Everette Evette Evie
    Evon Evonne Ezekiel Ezequiel Ezra Fabian Fabiola Faith Fallon Fannie Fanny Farrah Fatima Faustino Fausto Fawn
    Fay Faye Federico Felecia Felica Felice Felicia Felicita Felicitas Felipa Felipe Felisa Felisha Felix Felton
    Ferdinand Fermin Fern Fernando Ferne Fidel Filiberto Filomena Fiona Fletcher Flor Flora Florence Florencia
    Florencio Florene Florentino Florida Florine Flossie Floy Floyd Fonda Forest Forrest Foster Fran Frances
    Francesca Francesco Francine Francis Francisca Francisco Frank Frankie Franklin Franklyn Fred Freda Freddie
    Freddy Frederic Frederick Fredric Fredrick Freeman Freida Frieda Fritz Gabriel Gabriela Gabriele Gabriella
    Gabrielle Gail Gale Galen Garfield Garland Garnet Garret Garrett Garry Garth Gary Gaston Gavin Gay Gaye Gayla
    Gayle Gaylord Gaynell Gemma Gena Genaro Gene Geneva Genevieve Genoveva Geoffrey George Georgetta Georgette
    Georgia Georgiana Georgianna Georgie Georgina Gerald Geraldine Geraldo Geralyn Gerard Gerardo Gerda Geri
    Germaine German Gerri Gerry Gertie Gertrude Gigi Gil Gilbert Gilberto Gilda Gillian Gina Ginger Ginny Gino
    Giovanna Giovanni Gisela Gisele Giselle Giuseppe Gladis Gladys Glen Glenda Glenn Glenna Gloria Glory Golda
    Goldie Gonzalo Gordon Grace Gracie Graciela Grady Graham Graig Grant Granville Greg Gregg Gregoria Gregorio
    Gregory Greta Gretchen Gretta Griselda Grover Guadalupe Guillermina Guillermo Gus Gussie Gustavo Guy Gwen
    Gwendolyn Hai Hailey Hal Haley Hallie Hank Hanna Hannah Hans Harlan Harland Harley Harold Harriet Harriett
    Harriette Harris Harrison Harry Harvey Hassan Hattie Haydee Hayden Hayley Haywood Hazel Heath Heather Hector
    Hedwig Heidi Helen Helena Helene Helga Hellen Henrietta Henry Herb Herbert Heriberto Herlinda Herman Hermelinda
    Herminia Herschel Hershel Hester Hettie Hilario Hilary Hilda Hildegard Hillary Hilma Hilton Hipolito Hiram Hoa
    Hobert Holli Hollie Hollis Holly Homer Hong Hope Horace Horacio Hortencia Hortense Hortensia Hosea Houston
    Howard Hoyt Hubert Huey Hugh Hugo Hui Hulda Humberto Hung Hunter Huong Hyman Ian Ida Idalia Idell Idella Ignacio
    Ike Ila Ileana Ilene Iliana Ilona Ilse Ima Imelda Imogene In Ina India Ines Inez Inga Inge Ingeborg Ingrid Iola
    Iona Ione Ira Irena Irene Iris Irma Irmgard Irvin Irving Irwin Isaac Isabel Isabell Isabella Isabelle Isaiah
    Isaias Isela Isiah Isidro Ismael Israel Isreal Issac Iva Ivan Ivette Ivonne Ivory Ivy Jacalyn Jacinta Jacinto
    Jack Jackeline Jackie Jacklyn Jackson Jaclyn Jacob Jacque Jacquelin Jacqueline Jacquelyn Jacques Jacquline Jada
    Jade Jae Jaime Jaimie Jake Jamaal Jamal Jamar Jame Jamel James Jamey Jami Jamie Jamila Jamison Jammie Jan Jana
    Janae Jane Janeen Janel Janell Janelle Janene Janet Janette Janey Janice Janie Janina Janine Janis Janna
    Jannette Jannie Jaqueline Jared Jarod Jarred Jarrett Jarrod Jarvis Jasmin Jasmine Jason Jasper Jaunita Javier
    Jay Jayme Jayne Jayson Jazmin Jc Jean Jeana Jeane Jeanetta Jeanette Jeanie Jeanine Jeanna Jeanne Jeannette
    Jeannie Jeannine Jed Jeff Jefferey Jefferson Jeffery Jeffrey Jeffry Jena Jenelle Jenette Jenifer Jeniffer Jenna
    Jennette Jenni Jennie Jennifer Jenniffer Jenny Jerald Jeraldine Jeramy Jere Jeremiah Jeremy Jeri Jerilyn
    Jermaine Jerold Jerome Jeromy Jerrell Jerri Jerrie Jerrod Jerrold Jerry Jesica Jess Jesse Jessica Jessie Jesus
    Jettie Jewel Jewell Jill Jillian Jim Jimmie Jimmy Jo Joan Joana Joanie Joann Joanna Joanne Joaquin Jocelyn Jodi
    Jodie Jody Joe Joel Joelle Joellen Joesph Joetta Joey Johanna John Johnathan Johnathon Johnetta Johnie Johnna
    Johnnie Johnny Johnson Joi Joleen Jolene Jolynn Jon Jonah Jonas Jonathan Jonathon Jonell Joni Jonna Jonnie
    Jordan Jordon Jorge Jose Josef Josefa Josefina Joseph Josephina Josephine Josette Josh Joshua Josiah Josie
    Jospeh Josue Jovita Joy Joyce Joycelyn Juan Juana Juanita Jude Judi Judie Judith Judson Judy Jules Juli Julia
    Julian Juliana Juliann Julianna Julianne Julie Juliet Julieta Juliette Julio Julissa Julius June Jung Junior
    Justin Justina Justine Kacey Kaci Kacie Kaitlin Kaitlyn Kala Kali Kami Kandace Kandi Kandice Kandy Kara Karan
    Kareem Karen Kari Karie Karin Karina Karissa Karl Karla Karlene Karol Karolyn Karon Karri Karrie Karyn Kasandra
    Kasey Kassandra Kate Katelyn Katharine Katherine Katheryn Kathi Kathie Kathleen Kathlene Kathlyn Kathrine
    Kathryn Kathryne Kathy Kathyrn Katie Katina Katrina Katy Kay Kaye Kayla Kaylee Kecia Keely Keenan Keiko Keisha
    Keith Keli Kelley Kelli Kellie Kelly Kelsey Kelsie Kelvin Ken Kendall Kendra Kendrick Keneth Kenna Kenneth
    Kennith Kenny Kent Kenton Kenya Kenyatta Keri Kermit Kerri Kerrie Kerry Kesha Keshia Keven Kevin Kia Kiara Kieth
    Kim Kimberely Kimberlee Kimberley Kimberli Kimberly King Kip Kira Kirby Kirk Kirsten Kirstin Kisha Kitty Kizzy
    Korey Kori Kory Kraig Kris Krista Kristal Kristan Kristen Kristi Kristian Kristie Kristin Kristina Kristine
    Kristofer Kristopher Kristy Kristyn Krystal Krystle Krystyna Kum Kurt Kurtis Kyla Kyle Kylee Kylie Kyong Kyra
    Kyung Lacey Laci Lacie Lacy Ladonna Lai Laila Lakeisha Lakesha Lakeshia Lakisha Lamar Lamont Lan Lana Lance
    Landon Lane Lanette Lani Lanita Lanny Laquita Lara Larissa Larry Larue Lashanda Lashawn Lashonda Latanya Latasha
    Latisha Latonia Latonya Latosha Latoya Latrice Latricia Laura Laureen Laurel Lauren Laurence Laurene Lauretta
    Laurette Lauri Laurie Lavada Lavern Laverne Lavina Lavinia Lavon Lavonda Lavonne Lawanda Lawerence Lawrence
    Lazaro Lea Leah Leandra Leandro Leann Leanna Leanne Leatha Leatrice Leda Lee Leeann Leesa Leif Leigh Leila
    Leilani Leisa Lela Leland Lelia Lemuel Len Lena Lenard Lennie Lenny Lenora Lenore Leo Leola Leon Leona Leonard
    Leonardo Leone Leonel Leonor Leonora Leopoldo Leora Leota Leroy Les Lesa Leslee Lesley Lesli Leslie Lessie
    Lester Leta Letha Leticia Letitia Lettie Levi Lewis Li Lia Liana Liane Libby Lida Lidia Lien Lila Lilia Lilian
    Liliana Lillian Lillie Lilly Lily Lin Lina Lincoln Linda Lindsay Lindsey Lindy Linette Linh Linnea Linnie Lino
    Linsey Linwood Lionel Lisa Lise Lisette Lissa Lissette Lita Liz Liza Lizabeth Lizbeth Lizette Lizzie Lloyd Logan
    Lois Lola Lolita Lon Lona Long Loni Lonnie Lonny Lora Loraine Loree Loreen Lorelei Loren Lorena Lorene Lorenza
    Lorenzo Loretta Lori Lorie Lorinda Lorine Lorna Lorraine Lorretta Lorri Lorrie Lottie Lou Louann Louella Louie
    Louis Louisa Louise Lourdes Lovie Lowell Loyd Lu Luana Luann Luanne Lucas Lucia Luciana Luciano Lucie Lucien
    Lucienne Lucila Lucile Lucille Lucina Lucinda Lucio Lucius Lucretia Lucy Lue Luella Luigi Luis Luisa Luke Lula
    Lulu Lupe Lupita Lura Luther Luvenia Luz Lyda Lydia Lyla Lyle Lyman Lyn Lynda Lyndon Lyndsay Lyndsey Lynette
    Lynn Lynne Lynnette Lynwood Ma Mabel Mable Mac Machelle Mack Mackenzie Madalyn Madeleine Madeline Madelyn Madge
    Madison Madonna Mae Maegan Magda Magdalena Magdalene Maggie Magnolia Mai Maira Major Majorie Malcolm Malcom
    Malia Malik Malinda Malissa Mallory Mamie Man Mandi Mandy Manual Manuel Manuela Mara Maranda Marc Marcel Marcela
    Marcelina Marcelino Marcella Marcelle Marcellus Marcelo Marci Marcia Marcie Marco Marcos Marcus Marcy Margaret
    Margarete Margarett Margarette Margarita Margarite Margarito Marge Margery Margie Margo Margot Margret
    Marguerite Mari Maria Mariah Mariam Marian Mariana Mariann Marianna Marianne Mariano Maribel Maribeth Maricela
    Marie Mariela Marietta Marilee Marilou Marilyn Marilynn Marina Mario Marion Marisa Marisela Marisol Marissa
    Marita Maritza Marjorie Marjory Mark Markus Marla Marlena Marlene Marlin Marlo Marlon Marlyn Marlys Marnie
    Marquerite Marquis Marquita Marry Marsha Marshall Marta Martha Marti Martin Martina Martine Marty Marva Marvel
    Marvin Mary Maryann Maryanne Marybeth Maryellen Maryjane Maryjo Marylee Marylin Marylou Marylyn Masako Mason
    Mathew Mathilda Matilda Matilde Matt Matthew Mattie Maud Maude Maudie Maura Maureen Maurice Mauricio Maurine
    Mauro Mavis Max Maxie Maximo Maxine Maxwell May Maya Maybelle Mayme Maynard Mayra Mazie Mckinley Meagan Meaghan
    Mechelle Mee Meg Megan Meghan Mei Mel Melanie Melba Melina Melinda Melisa Melissa Mellisa Mellissa Melodie
    Melody Melonie Melony Melva Melvin Melvina Mercedes Mercy Meredith Merle Merlin Merrill Merry Mervin Meryl Meta
    Mi Mia Micaela Micah Michael Michaela Michal Michale Micheal Michel Michele Michell Michelle Mickey Mickie
    Migdalia Miguel Mike Mikel Milagros Milan Mildred Miles Milford Milissa Millard Millicent Millie Milo Milton
    Mimi Mina Mindi Mindy Minerva Minh Minnie Miquel Mira Miranda Mireya Miriam Mirian Mirna Mirta Missy Misti Misty
    Mitch Mitchel Mitchell Mittie Mitzi Modesta Modesto Mohamed Mohammad Mohammed Moira Moises Mollie Molly Mona
    Monica Monika Monique Monroe Monte Monty Morgan Morris Morton Mose Moses Moshe Mozell Mozelle Mui Muriel Murray
    My Myles Myong Myra Myriam Myrna Myron Myrtice Myrtis Myrtle Nada Nadia Nadine Nakia Nakisha Nan Nanci Nancy
    Nanette Nannette Nannie Naomi Napoleon Natalia Natalie Natasha Nathalie Nathan Nathanael Nathanial Nathaniel
    Natividad Neal Ned Nedra Neil Nelda Nelida Nell Nella Nelle Nellie Nelly Nelson Nena Neoma Nereida Nestor Nettie
    Neva Neville Newton Nia Nichelle Nichol Nicholas Nichole Nick Nicki Nickie Nickolas Nicky Nicola Nicolas
    Nicolasa Nicole Nicolette Nidia Nigel Niki Nikita Nikki Nikole Nila Nilda Nilsa Nina Ninfa Nita Noah Noble Noe
    Noel Noelia Noella Noelle Noemi Nola Nolan Nona Nora Norbert Norberto Noreen Norene Norine Norma Norman Normand
    Norris Nova Novella Numbers Nydia Ocie Octavia Octavio Odell Odessa Odette Odis Ofelia Ok Ola Olen Oleta Olga
    Olin Oliva Olive Oliver Olivia Ollie Oma Omar Omer Ona Opal Ophelia Ora Oralia Oren Orlando Orpha Orval Orville
    Oscar Osvaldo Oswaldo Otha Otilia Otis Otto Ouida Owen Pablo Page Paige Palma Palmer Pam Pamala Pamela Pansy
    Paola Paris Parker Particia Pasquale Pat Patience Patrica Patrice Patricia Patrick Patsy Patti Pattie Patty Paul
    Paula Paulette Paulina Pauline Pearl Pearlie Pearline Pedro Peggie Peggy Penelope Pennie Penny Percy Perla Perry
    Pete Peter Petra Phil Philip Phillip Phillis Philomena Phoebe Phuong Phylis Phyliss Phyllis Pia Pierre Pilar
    Pinkie Polly Porfirio Porter Portia Precious Preston Pricilla Prince Princess Priscilla Prudence Queen Queenie
    Quentin Quincy Quinn Quintin Quinton Rachael Racheal Rachel Rachelle Racquel Rae Rafael Rafaela Raleigh Ralph
    Ramiro Ramon Ramona Rana Randa Randal Randall Randell Randi Randolph Randy Raphael Raquel Rashad Rashida Raul
    Raven Ray Rayford Raymon Raymond Raymundo Reba Rebeca Rebecca Rebekah Reed Refugio Regan Reggie Regina Reginald
    Reid Reina Reinaldo Rena Renae Renaldo Renata Renate Renato Rene Renea Renee Renita Reta Retha Retta Reuben Reva
    Rex Rey Reyes Reyna Reynaldo Rhea Rhett Rhiannon Rhoda Rhonda Ricardo Rich Richard Richelle Richie Rick Rickey
    Rickie Ricky Rico Rigoberto Rikki Riley Rina Risa Rita Rob Robbie Robbin Robby Robert Roberta Roberto Robin Robt
    Robyn Rocco Rochelle Rocio Rocky Rod Roderick Rodger Rodney Rodolfo Rodrick Rodrigo Rogelio Roger Roland Rolanda
    Rolando Rolf Rolland Roma Roman Romana Romeo Romona Ron Rona Ronald Ronda Roni Ronna Ronnie Ronny Roosevelt Rory
    Rosa Rosalba Rosalee Rosalia Rosalie Rosalina Rosalind Rosalinda Rosaline Rosalva Rosalyn Rosanna Rosanne
    Rosaria Rosario Rosaura Roscoe Rose Roseann Roseanna Roseanne Rosella Roselyn Rosemarie Rosemary Rosendo Rosetta
    Rosie Rosina Rosita Roslyn Ross Rowena Roxana Roxane Roxann Roxanna Roxanne Roxie Roy Royal Royce Ruben Rubie
    Rubin Ruby Rubye Rudolf Rudolph Rudy Rueben Rufina Rufus Rupert Russ Russel Russell Rusty Ruth Ruthann Ruthie
    Ryan Sabina Sabine Sabra Sabrina Sade Sadie Sal Salina Sallie Sally Salvador Salvatore Sam Samantha Samatha
    Sammie Sammy Samual Samuel Sandi Sandra Sandy Sanford Sang Sanjuana Sanjuanita Santa Santiago Santo Santos Sara
    Sarah Sarita Sasha Saul Saundra Savannah Scarlett Scot Scott Scottie Scotty Sean Sebastian Selena Selina Selma
    Serena Sergio Seth Seymour Shad Shaina Shalonda Shameka Shamika Shana Shanda Shandra Shane Shanell Shani Shanika
    Shanita Shanna Shannan Shannon Shanon Shanta Shante Shantel Shantell Shara Sharee Sharen Shari Sharita Sharla
    Sharlene Sharon Sharonda Sharron Sharyn Shasta Shaun Shauna Shawanda Shawn Shawna Shay Shayla Shayna Shayne
    Sheena Sheila Shelby Sheldon Shelia Shelley Shelli Shellie Shelly Shelton Shena Sheree Sheri Sherie Sherilyn
    Sherita Sherman Sheron Sherri Sherrie Sherrill Sherron Sherry Sherryl Sherwood Sheryl Shiela Shirlee Shirlene
    Shirley Shirly Shon Shonda Sibyl Sid Sidney Sierra Sigrid Silas Silvia Simon Simona Simone Siobhan Socorro Sofia
    Sol Soledad Solomon Son Sondra Sonia Sonja Sonny Sonya Soon Sophia Sophie Spencer Stacey Staci Stacia Stacie
    Stacy Stan Stanford Stanley Stanton Star Starla Starr Stefan Stefani Stefanie Stella Stephaine Stephan Stephani
    Stephanie Stephany Stephen Stephenie Stephine Sterling Steve Steven Stevie Stewart Stormy Stuart Su Sue Summer
    Sun Sung Sunny Sunshine Susan Susana Susann Susanna Susannah Susanne Susie Suzan Suzanna Suzanne Suzette Suzie
    Suzy Sybil Syble Sydney Sylvester Sylvia Tabatha Tabitha Tad Talia Tamar Tamara Tamatha Tameka Tamela Tamera
    Tami Tamie Tamika Tamiko Tammi Tammie Tammy Tamra Tana Tanesha Tangela Tania Tanika Tanisha Tanja Tanner Tanya
    Tara Tarsha Taryn Tasha Tatiana Tawana Tawanda Tawanna Tawnya Taylor Ted Teddy Teena Tena Tenisha Teodora
    Teodoro Tera Terence Teresa Terese Teresita Teressa Teri Terra Terrance Terrell Terrence Terri Terrie Terry Tess
    Tessa Tessie Thad Thaddeus Thanh Thea Theda Thelma Theo Theodora Theodore Theresa Therese Theron Thersa Thomas
    Thomasina Thresa Thurman Thuy Tia Tiana Tiara Tierra Tiffani Tiffanie Tiffany Tiffiny Tillie Tim Timmy Timothy
    Tina Tisha Titus Tobias Toby Tod Todd Tom Tomas Tomasa Tomeka Tomika Tommie Tommy Toney Toni Tonia Tonja Tony
    Tonya Tori Tory Tosha Toya Tracee Tracey Traci Tracie Tracy Travis Trena Trent Trenton Tresa Tressa Tressie
    Treva Trevor Trey Tricia Trina Trinidad Trish Trisha Trista Tristan Troy Trudy Truman Tuan Twila Twyla Ty Tyler
    Tyra Tyree Tyrell Tyron Tyrone Tyson Ulysses Una Ursula Vada Val Valarie Valencia Valentin Valentina Valentine
    Valeria Valerie Valorie Van Vance Vanessa Vannessa Vaughn Veda Velda Velia Velma Velva Venessa Venita Venus Vera
    Verda Vergie Verla Vern Verna Vernell Vernice Vernie Vernita Vernon Verona Veronica Vesta Vicenta Vicente Vickey
    Vicki Vickie Vicky Victor Victoria Vida Vikki Vilma Vina Vince Vincent Vincenza Vincenzo Viola Violet Violeta
    Violette Virgie Virgil Virgilio Virgina Virginia Vita Vito Viva Vivian Viviana Von Vonda Vonnie Wade Wai Waldo
    Walker Wallace Wally Walter Walton Wanda Wanita Ward Warner Warren Waylon Wayne Weldon Wendell Wendi Wendy
    Werner Wes Wesley Weston Whitney Wilber Wilbert Wilbur Wilburn Wilda Wiley Wilford Wilfred Wilfredo Wilhelmina
    Will Willa Willard Willene William Williams Willian Willie Willis Willy Wilma Wilmer Wilson Wilton Windy Winford
    Winfred Winifred Winnie Winnifred Winona Winston Wm Woodrow Wyatt Wynona Xavier Xiomara Yadira Yasmin Yesenia
    Yetta Ying Yoko Yolanda Yolonda Yong Yoshiko Young Yu Yvette Yvonne Zachariah Zachary Zachery Zack Zackary Zaida
    Zandra Zane Zelda Zella Zelma Zena Zenaida Zenobia Zina Zoe Zoila Zola Zona Zora Zoraida Zula Zulema Zulma
    """.split()
)
"""Where capitals alone do not tell, one of these before a surname makes the name of a person."""

_FORMS = """
Abraham Abe
Albert Al Bert
Alexander Alex Alec Sandy
Alfred Alf Fred
Andrew Andy Drew
Anthony Tony
Arthur Art
Barbara Barb
Benjamin Ben
Catherine Katherine Kathryn Kate Cathy Kathy
Charles Charlie Chuck
Christine Christina Chris
Christopher Chris
Daniel Dan Danny
David Dave
Deborah Debbie Deb
Donald Don Donnie
Douglas Doug
Edward Ed Eddie Ted Ned
Elizabeth Liz Beth Betsy Betty Eliza
Eugene Gene
Francis Frank
Franklin Frank
Frederick Fred Freddie
Gerald Gerry Jerry
Gregory Greg
Harold Harry Hal
Henry Harry Hank
Herbert Herb
James Jim Jimmy Jamie
Jeffrey Jeff
Jennifer Jenny Jen
John Jack Johnny
Jonathan Jon
Joseph Joe Joey
Joshua Josh
Kenneth Ken
Lawrence Larry
Leonard Len Lenny
Margaret Maggie Meg Peggy
Matthew Matt
Michael Mike Mick
Nathaniel Nathan Nate
Nicholas Nick
Pamela Pam
Patricia Pat Patty Tricia
Patrick Pat
Peter Pete
Philip Phillip Phil
Raymond Ray
Rebecca Becky
Richard Rick Dick Rich Richie
Robert Bob Bobby Rob
Ronald Ron Ronnie
Samuel Sam
Stephen Steven Steve
Susan Sue
Terence Terry
Theodore Ted Teddy Theo
Thomas Tom Tommy
Timothy Tim
Victoria Vicky
Vincent Vince
Walter Walt
William Bill Billy Will Willie
"""

VARIANTS: dict[str, frozenset[str]] = {}
"""Given names with the names that each is a form of: Joe with Joseph, Fred with Alfred and Frederick."""
for _line in _FORMS.split("\n"):
    for _name in _line.split():
        VARIANTS[_name] = VARIANTS.get(_name, frozenset()) | {_line.split()[0]}
