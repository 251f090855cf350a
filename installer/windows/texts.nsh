; What the installer and the uninstaller say, English and Korean side by side.
; Each text has both: a third language means one more argument here, so that none can be forgotten.
; setup.nsi inserts TEXTS once both languages are known.

!macro TEXT NAME ENGLISH KOREAN
  LangString ${NAME} ${LANG_ENGLISH} "${ENGLISH}"
  LangString ${NAME} ${LANG_KOREAN} "${KOREAN}"
!macroend

!macro TEXTS
  !insertmacro TEXT TEXT_PROGRAM \
    "${APP} (required)" \
    "${APP} (필수)"
  !insertmacro TEXT TEXT_PROGRAM_ABOUT \
    "The program and its entry in the Start menu." \
    "프로그램과 시작 메뉴 항목입니다."
  !insertmacro TEXT TEXT_DESKTOP \
    "Desktop shortcut" \
    "바탕 화면 바로 가기"
  !insertmacro TEXT TEXT_DESKTOP_ABOUT \
    "A shortcut to ${APP} on the desktop." \
    "바탕 화면에 ${APP} 바로 가기를 만듭니다."
  !insertmacro TEXT TEXT_ASSOCIATION \
    "Open projects with ${APP}" \
    "프로젝트를 ${APP}에서 열기"
  !insertmacro TEXT TEXT_ASSOCIATION_ABOUT \
    "A double click on a ${SUFFIX} file opens it in ${APP}." \
    "${SUFFIX} 파일을 두 번 클릭하면 ${APP}에서 열립니다."
  !insertmacro TEXT TEXT_OPEN_WITH \
    "“Open with” for videos" \
    "영상의 “연결 프로그램”"
  !insertmacro TEXT TEXT_OPEN_WITH_ABOUT \
    "${APP} appears under “Open with” for video files. The program that opens videos stays the same." \
    "영상 파일의 “연결 프로그램” 메뉴에 ${APP}가 나타납니다. 영상의 기본 프로그램은 바뀌지 않습니다."
  !insertmacro TEXT TEXT_PROJECT \
    "${APP} project" \
    "${APP} 프로젝트"
  !insertmacro TEXT TEXT_VIDEO \
    "Video" \
    "영상"
  !insertmacro TEXT TEXT_RUN \
    "Start ${APP}" \
    "${APP} 시작"

  !insertmacro TEXT TEXT_RUNNING \
    "${APP} is open.$\n$\nClose all its windows, then choose Retry." \
    "${APP}가 실행 중입니다.$\n$\n모든 창을 닫은 다음 다시 시도하세요."
  !insertmacro TEXT TEXT_NEWER \
    "${APP} $1 is installed, which is newer than ${VERSION}.$\n$\nTo go back to ${VERSION}, uninstall $1 first: your projects and settings stay." \
    "이미 설치된 ${APP} $1 버전이 ${VERSION} 버전보다 최신입니다.$\n$\n${VERSION} 버전으로 되돌리려면 먼저 $1 버전을 제거하세요. 프로젝트와 설정은 그대로 남습니다."
  !insertmacro TEXT TEXT_WINDOWS \
    "${APP} needs 64-bit Windows 10 (version 1809) or later." \
    "${APP}를 사용하려면 64비트 Windows 10(버전 1809) 이상이 필요합니다."
  !insertmacro TEXT TEXT_RIGHTS \
    "For all users of this computer, start this program again as an administrator." \
    "이 컴퓨터의 모든 사용자에게 적용하려면 관리자 권한으로 다시 실행하세요."
  !insertmacro TEXT TEXT_FOLDER \
    "Nothing can be installed in $1." \
    "$1에는 설치할 수 없습니다."
  !insertmacro TEXT TEXT_ANOTHER \
    "Setup of ${APP} is already open." \
    "${APP} 설치 프로그램이 이미 열려 있습니다."
  !insertmacro TEXT TEXT_FORMER \
    "The former version in $0 cannot be removed (code $1).$\n$\nRestart the computer and try again." \
    "$0의 이전 버전을 제거할 수 없습니다(코드 $1).$\n$\n컴퓨터를 다시 시작한 다음 다시 시도하세요."
  !insertmacro TEXT TEXT_LEFT \
    "Some files in $INSTDIR are in use and could not be removed.$\n$\nRestart the computer and try again." \
    "$INSTDIR의 일부 파일이 사용 중이어서 제거할 수 없습니다.$\n$\n컴퓨터를 다시 시작한 다음 다시 시도하세요."

  !insertmacro TEXT TEXT_UN_PROGRAM_ABOUT \
    "The program, its shortcuts and its links to file types. Projects, drafts and your own plugins stay." \
    "프로그램, 바로 가기, 파일 형식 연결을 제거합니다. 프로젝트, 초안, 직접 추가한 플러그인은 남습니다."
  !insertmacro TEXT TEXT_PURGE \
    "Settings and downloaded models" \
    "설정과 다운로드한 모델"
  !insertmacro TEXT TEXT_PURGE_ABOUT \
    "Also removes your settings, caches and downloaded models. Projects, drafts and your own plugins stay." \
    "설정, 캐시, 다운로드한 모델도 제거합니다. 프로젝트, 초안, 직접 추가한 플러그인은 남습니다."
!macroend

; NSIS 3.08 has no Korean for the page of MultiUser. setup.nsi asks for these before it loads Korean, and
; what is defined then wins, so that newer releases that have them say the same.
!macro KOREAN_MULTIUSER_TEXTS
  !define MULTIUSER_TEXT_INSTALLMODE_TITLE "사용자 선택"
  !define MULTIUSER_TEXT_INSTALLMODE_SUBTITLE "누가 $(^NameDA)를 사용할지 선택하세요."
  !define MULTIUSER_INNERTEXT_INSTALLMODE_TOP \
    "$(^NameDA)를 나만 사용할지 이 컴퓨터의 모든 사용자가 사용할지 선택하세요. $(^ClickNext)"
  !define MULTIUSER_INNERTEXT_INSTALLMODE_ALLUSERS "이 컴퓨터의 모든 사용자용으로 설치"
  !define MULTIUSER_INNERTEXT_INSTALLMODE_CURRENTUSER "나만 사용하도록 설치"
!macroend
